//! Damage at random, the same for the same seed.

/// The largest input, in bytes.
const LARGEST: usize = 200_000;

/// The most inputs that are kept to damage further.
const CORPUS: usize = 200;

/// Pieces that readers treat specially.
const PIECES: [&[u8]; 34] = [
    b"{",
    b"}",
    b"[",
    b"]",
    b"\"",
    b",",
    b":",
    b"null",
    b"true",
    b"-1",
    b"1e999",
    b"99999999999999999999",
    b"0.1",
    b"\\u0000",
    b"\\ud800",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\xe5\xb9\xb4",
    b"\xf0\xa2\xb2\x8e",
    b"\0",
    b"\t",
    b"\r\n",
    b"<table>",
    b"</td>",
    b"<tr>",
    b"<td rowspan=9999999 colspan=9999999>",
    b"&#x110000;",
    b"{t3.new.total}",
    b"endobj",
    b"stream\n",
    b"/Length 999999999",
    b"0 0 R",
    b"\"t3.new.natural\": 5",
    b"}}}}}}}}",
];

/// Makes damaged inputs of good ones.
pub struct Mutator {
    state: u64,
    good: Vec<Vec<u8>>,
    seeds: usize,
}

impl Mutator {
    /// Damages these inputs.
    pub fn new(seed: u64, good: Vec<Vec<u8>>) -> Self {
        Self { state: seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1, seeds: good.len(), good }
    }

    /// Keeps an input that was accepted, to damage it further.
    pub fn learn(&mut self, input: Vec<u8>) {
        if self.good.len() < CORPUS {
            self.good.push(input);
        } else {
            let at = self.seeds + self.below(CORPUS - self.seeds);
            self.good[at] = input;
        }
    }

    /// The next damaged input.
    pub fn next(&mut self) -> Vec<u8> {
        let at = self.below(self.good.len());
        let mut input = self.good[at].clone();
        for _ in 0..=self.below(6) {
            self.damage(&mut input);
        }
        input.truncate(LARGEST);
        input
    }

    fn damage(&mut self, input: &mut Vec<u8>) {
        let at = self.below(input.len() + 1);
        let most = if self.below(4) == 0 { 4000 } else { 12 };
        let end = (at + self.below(most)).min(input.len());
        match self.below(8) {
            0 if at < input.len() => input[at] ^= 1 << self.below(8),
            1 if at < input.len() => input[at] = self.below(256) as u8,
            2 => drop(input.drain(at..end)),
            3 => {
                let copy = input[at..end].to_vec();
                let to = self.below(input.len() + 1);
                input.splice(to..to, copy);
            }
            4 => {
                let other = self.below(self.good.len());
                let other = self.good[other].clone();
                let from = self.below(other.len() + 1);
                let to = (from + self.below(most)).min(other.len());
                input.splice(at..end, other[from..to].iter().copied());
            }
            5 if self.below(10) == 0 => input.truncate(at),
            6 if self.below(20) == 0 => {
                let piece = PIECES[self.below(PIECES.len())].repeat(1 + self.below(3000));
                input.splice(at..at, piece);
            }
            _ => {
                let piece = PIECES[self.below(PIECES.len())];
                input.splice(at..at, piece.iter().copied());
            }
        }
    }

    fn below(&mut self, most: usize) -> usize {
        // xorshift64*
        self.state ^= self.state >> 12;
        self.state ^= self.state << 25;
        self.state ^= self.state >> 27;
        ((self.state.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize) % most.max(1)
    }
}
