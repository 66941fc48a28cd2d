//! What makes a PDF an archive file: version, XMP, output intent, language, tags, outline, the report attached, an id and dates
//! that follow from the report.

use lopdf::{Dictionary, Document, Object, ObjectId, SaveOptions, Stream, StringFormat, dictionary};
use sha2::{Digest, Sha256};

use super::object::name;
use super::{PdfError, icc, tags, tidy, xref};
use crate::form::Form;
use crate::page::{Layout, PAGE_HEIGHT_MM};
use crate::report::Report;

/// The attachment's name. ASCII, so that `/F` and `/UF` are the same.
pub(super) const ATTACHMENT: &str = "report.nianbao.json";
/// The most objects that one stream holds.
const MOST_OBJECTS: usize = 4096;
/// What made the file, in Info and XMP.
const PRODUCER: &str = concat!("nianbao ", env!("CARGO_PKG_VERSION"));

/// Finishes printpdf's document and gives its bytes; the data that the pages show is attached where there is any.
pub(super) fn finish(
    mut document: Document,
    form: &Form,
    report: &Report,
    layout: &Layout,
    data: Option<&str>,
) -> Result<Vec<u8>, PdfError> {
    "1.7".clone_into(&mut document.version);
    let day = Date::of(report);
    tidy::tidy(&mut document).map_err(refused)?;
    tags::add(&mut document, form, layout).map_err(refused)?;
    let outline = outline(&mut document, layout);
    let attachment = data.map(|data| attach(&mut document, report, data, &day));
    let metadata = document.add_object(metadata(layout, &day));
    let intent = output_intent(&mut document);
    let catalog = document.catalog_mut().map_err(refused)?;
    catalog.set("PageMode", name(if outline.is_some() { "UseOutlines" } else { "UseNone" }));
    catalog.set("Metadata", metadata);
    catalog.set("OutputIntents", vec![Object::Dictionary(intent)]);
    catalog.set("Lang", Object::string_literal("zh-CN"));
    catalog.set("ViewerPreferences", dictionary! { "DisplayDocTitle" => true });
    if let Some(attachment) = attachment {
        catalog.set("AF", vec![Object::Reference(attachment)]);
        let files = dictionary! { "Names" => vec![Object::string_literal(ATTACHMENT), Object::Reference(attachment)] };
        catalog.set("Names", dictionary! { "EmbeddedFiles" => files });
    }
    if let Some(outline) = outline {
        catalog.set("Outlines", outline);
    }
    info(&mut document, layout, &day)?;
    document.prune_objects();
    document.renumber_objects();
    document.compress();
    identify(&mut document)?;
    let mut bytes = Vec::new();
    // One stream for all small objects: the tags are many and alike.
    let options = SaveOptions::builder().use_object_streams(true).use_xref_streams(true).max_objects_per_stream(MOST_OBJECTS);
    let options = options.compression_level(9).build();
    document.save_with_options(&mut bytes, options).map_err(|error| PdfError::Writing(error.to_string()))?;
    Ok(xref::packed(&bytes).unwrap_or(bytes))
}

#[expect(clippy::needless_pass_by_value, reason = "it stands in map_err")]
fn refused(error: lopdf::Error) -> PdfError {
    PdfError::Writing(error.to_string())
}

/// The sections in the order of the report, each at its place.
fn outline(document: &mut Document, layout: &Layout) -> Option<ObjectId> {
    let pages: Vec<ObjectId> = document.page_iter().collect();
    let root = document.new_object_id();
    let ids: Vec<ObjectId> = layout.outline.iter().map(|_| document.new_object_id()).collect();
    for (at, (entry, id)) in layout.outline.iter().zip(&ids).enumerate() {
        let top = (PAGE_HEIGHT_MM - entry.y_mm) * 72.0 / 25.4;
        let page = pages.get(entry.page).copied()?;
        let mut item = dictionary! {
            "Title" => unicode(&entry.title),
            "Parent" => root,
            "Dest" => vec![page.into(), name("XYZ"), Object::Null, top.round().into(), Object::Null],
        };
        if let Some(before) = at.checked_sub(1).and_then(|at| ids.get(at)) {
            item.set("Prev", *before);
        }
        if let Some(after) = ids.get(at + 1) {
            item.set("Next", *after);
        }
        document.set_object(*id, item);
    }
    let (first, last) = (*ids.first()?, *ids.last()?);
    let count = i64::try_from(ids.len()).ok()?;
    document.set_object(root, dictionary! { "Type" => name("Outlines"), "First" => first, "Last" => last, "Count" => count });
    Some(root)
}

/// The report's JSON as the data that the pages show.
fn attach(document: &mut Document, report: &Report, data: &str, day: &Date) -> ObjectId {
    let parameters = dictionary! {
        "Size" => i64::try_from(data.len()).unwrap_or(i64::MAX),
        "CreationDate" => Object::string_literal(day.pdf()),
        "ModDate" => Object::string_literal(day.pdf()),
    };
    let dictionary = dictionary! { "Type" => name("EmbeddedFile"), "Subtype" => name("application/json"), "Params" => parameters };
    let file = document.add_object(Stream::new(dictionary, data.as_bytes().to_vec()));
    document.add_object(dictionary! {
        "Type" => name("Filespec"),
        "F" => Object::string_literal(ATTACHMENT),
        "UF" => Object::string_literal(ATTACHMENT),
        "Desc" => unicode(&format!("{}{}年度报告数据", report.unit, report.year)),
        "AFRelationship" => name("Data"),
        "EF" => dictionary! { "F" => file, "UF" => file },
    })
}

fn output_intent(document: &mut Document) -> Dictionary {
    let profile = document.add_object(Stream::new(dictionary! { "N" => 3 }, icc::srgb()));
    dictionary! {
        "Type" => name("OutputIntent"),
        "S" => name("GTS_PDFA1"),
        "OutputConditionIdentifier" => Object::string_literal("sRGB IEC61966-2.1"),
        "RegistryName" => Object::string_literal("http://www.color.org"),
        "Info" => Object::string_literal("sRGB IEC61966-2.1"),
        "DestOutputProfile" => profile,
    }
}

/// Info says what XMP says, and nothing more.
fn info(document: &mut Document, layout: &Layout, day: &Date) -> Result<(), PdfError> {
    let info = dictionary! {
        "Title" => unicode(&layout.title),
        "Creator" => Object::string_literal(PRODUCER),
        "Producer" => Object::string_literal(PRODUCER),
        "CreationDate" => Object::string_literal(day.pdf()),
        "ModDate" => Object::string_literal(day.pdf()),
    };
    let id = document.trailer.get(b"Info").and_then(Object::as_reference).map_err(refused)?;
    document.set_object(id, info);
    Ok(())
}

/// The file's id is the hash of the file without it.
fn identify(document: &mut Document) -> Result<(), PdfError> {
    document.trailer.remove(b"ID");
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).map_err(|error| PdfError::Writing(error.to_string()))?;
    let id: Vec<u8> = Sha256::digest(&bytes).iter().take(16).copied().collect();
    let id = Object::String(id, StringFormat::Hexadecimal);
    document.trailer.set("ID", vec![id.clone(), id]);
    Ok(())
}

/// XMP is never compressed, so that any reader of bytes finds it.
fn metadata(layout: &Layout, date: &Date) -> Stream {
    let (title, date) = (escaped(&layout.title), date.iso());
    let text = format!(
        r#"<?xpacket begin="{bom}" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
   <pdfaid:part>3</pdfaid:part>
   <pdfaid:conformance>A</pdfaid:conformance>
   <dc:format>application/pdf</dc:format>
   <dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
   <dc:language><rdf:Bag><rdf:li>zh-CN</rdf:li></rdf:Bag></dc:language>
   <xmp:CreatorTool>{PRODUCER}</xmp:CreatorTool>
   <xmp:CreateDate>{date}</xmp:CreateDate>
   <xmp:ModifyDate>{date}</xmp:ModifyDate>
   <pdf:Producer>{PRODUCER}</pdf:Producer>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>
"#,
        bom = '\u{feff}',
    );
    Stream::new(dictionary! { "Type" => name("Metadata"), "Subtype" => name("XML") }, text.into_bytes()).with_compression(false)
}

fn escaped(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).collect::<String>().replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// A text string as UTF-16 with its mark.
fn unicode(text: &str) -> Object {
    let bytes = std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(u16::to_be_bytes).collect();
    Object::String(bytes, StringFormat::Hexadecimal)
}

/// The day that the file bears: of 落款, else the last day of the report year.
struct Date {
    year: i32,
    month: u8,
    day: u8,
}

impl Date {
    fn of(report: &Report) -> Self {
        let signed = report.signature.as_ref().map_or("", |signature| signature.date.trim());
        let parts: Vec<&str> = signed.split('-').collect();
        let read = match parts.as_slice() {
            [year, month, day] => year.parse().ok().zip(month.parse().ok()).zip(day.parse().ok()),
            _ => None,
        };
        match read {
            Some(((year @ 1..=9999, month @ 1..=12), day @ 1..=31)) => Self { year, month, day },
            _ => Self { year: report.year.clamp(1, 9999), month: 12, day: 31 },
        }
    }

    fn pdf(&self) -> String {
        format!("D:{:04}{:02}{:02}000000+08'00'", self.year, self.month, self.day)
    }

    fn iso(&self) -> String {
        format!("{:04}-{:02}-{:02}T00:00:00+08:00", self.year, self.month, self.day)
    }
}
