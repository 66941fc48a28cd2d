//! Streams packed, two at a time: outlines are most of a file, and packing them was a third of its making.

use flate2::{Compress, Compression, FlushCompress, Status};
use lopdf::{Document, Object, Stream};

/// How hard streams are packed: the next steps would take a tenth more of the time for a part in a hundred, the last ones twice.
pub(super) const LEVEL: u32 = 4;

/// Packs every stream that is not packed and may be.
pub(super) fn streams(document: &mut Document) {
    let open = |stream: &&mut Stream| stream.allows_compression && !stream.dict.has(b"Filter");
    let mut streams: Vec<&mut Stream> =
        document.objects.values_mut().filter_map(|object| object.as_stream_mut().ok()).filter(open).collect();
    // The largest first, each to the half that has less so far.
    streams.sort_by_key(|stream| std::cmp::Reverse(stream.content.len()));
    let (mut here, mut there) = (Half::default(), Half::default());
    for stream in streams {
        let half = if here.size <= there.size { &mut here } else { &mut there };
        half.size += stream.content.len();
        half.streams.push(stream);
    }
    std::thread::scope(|scope| {
        scope.spawn(|| there.pack());
        here.pack();
    });
}

/// Streams that are packed one after the other.
#[derive(Default)]
struct Half<'a> {
    streams: Vec<&'a mut Stream>,
    size: usize,
}

impl Half<'_> {
    /// One state for all: a new one for each stream is a quarter of a megabyte that is cleared first.
    fn pack(self) {
        let mut state = Compress::new(Compression::new(LEVEL), true);
        for stream in self.streams {
            state.reset();
            pack(stream, &mut state);
        }
    }
}

/// Packs a stream where that makes it smaller.
fn pack(stream: &mut Stream, state: &mut Compress) {
    let mut packed = Vec::with_capacity(stream.content.len());
    // What is no smaller has no room, and stays as it is.
    let status = state.compress_vec(&stream.content, &mut packed, FlushCompress::Finish);
    if matches!(status, Ok(Status::StreamEnd)) && packed.len() + 20 < stream.content.len() {
        stream.dict.set("Filter", Object::Name(b"FlateDecode".to_vec()));
        stream.set_content(packed);
    }
}
