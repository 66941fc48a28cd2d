//! Content streams read operator by operator, by a reader of our own: it keeps what text asks for, and is no part of what writes them.

/// What stands before an operator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Operand {
    Name(Vec<u8>),
    Text(Vec<u8>),
    /// An array: its texts, one behind the other.
    Texts(Vec<u8>),
    /// A dictionary: the text that its content is said to be, where it says one.
    Said(Option<Vec<u8>>),
    /// A number or another value without text.
    Other,
}

/// How deep arrays and dictionaries may stand in each other.
const DEEPEST: usize = 16;

/// Gives every operator with its operands; `None` where the stream is not read.
pub(super) fn operators(content: &[u8], mut each: impl FnMut(&[u8], &[Operand])) -> Option<()> {
    let mut reader = Reader { bytes: content, at: 0 };
    let mut operands = Vec::new();
    while let Some(byte) = reader.next_byte() {
        if is_regular(byte) && !matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.') {
            let word = reader.word();
            match word {
                b"true" | b"false" | b"null" => operands.push(Operand::Other),
                // A picture within the content is none of ours.
                b"BI" => return None,
                operator => {
                    each(operator, &operands);
                    operands.clear();
                }
            }
        } else {
            operands.push(reader.operand(0)?);
        }
    }
    Some(())
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | 0xc | b'\r' | b' ')
}

/// Part of a word: neither blank nor a mark.
fn is_regular(byte: u8) -> bool {
    !is_blank(byte) && !matches!(byte, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

impl<'a> Reader<'a> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn take(&mut self) -> Option<u8> {
        let byte = self.peek()?;
        self.at += 1;
        Some(byte)
    }

    /// Skips blanks and comments, and looks at what comes.
    fn next_byte(&mut self) -> Option<u8> {
        loop {
            let byte = self.peek()?;
            if byte == b'%' {
                while self.peek().is_some_and(|byte| !matches!(byte, b'\n' | b'\r')) {
                    self.at += 1;
                }
            } else if is_blank(byte) {
                self.at += 1;
            } else {
                return Some(byte);
            }
        }
    }

    fn word(&mut self) -> &'a [u8] {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let length = rest.iter().position(|byte| !is_regular(*byte)).unwrap_or(rest.len());
        self.at += length;
        rest.get(..length).unwrap_or_default()
    }

    fn operand(&mut self, depth: usize) -> Option<Operand> {
        if depth > DEEPEST {
            return None;
        }
        match self.next_byte()? {
            b'/' => self.name().map(Operand::Name),
            b'(' => self.literal().map(Operand::Text),
            b'[' => self.array(depth),
            b'<' if self.bytes.get(self.at + 1) == Some(&b'<') => self.dictionary(depth),
            b'<' => self.hexadecimal().map(Operand::Text),
            byte if is_regular(byte) => {
                self.word();
                Some(Operand::Other)
            }
            _ => None,
        }
    }

    fn name(&mut self) -> Option<Vec<u8>> {
        self.at += 1;
        let mut word = self.word().iter().copied();
        let mut name = Vec::new();
        while let Some(byte) = word.next() {
            let escaped = if byte == b'#' { hex(word.next()?)? << 4 | hex(word.next()?)? } else { byte };
            name.push(escaped);
        }
        Some(name)
    }

    fn array(&mut self, depth: usize) -> Option<Operand> {
        self.at += 1;
        let mut texts = Vec::new();
        loop {
            if self.next_byte()? == b']' {
                self.at += 1;
                return Some(Operand::Texts(texts));
            }
            if let Operand::Text(text) = self.operand(depth + 1)? {
                texts.extend(text);
            }
        }
    }

    fn dictionary(&mut self, depth: usize) -> Option<Operand> {
        self.at += 2;
        let mut said = None;
        loop {
            if self.next_byte()? == b'>' {
                self.at += 2;
                return Some(Operand::Said(said));
            }
            let Operand::Name(key) = self.operand(depth + 1)? else { return None };
            match self.operand(depth + 1)? {
                Operand::Text(text) if key == b"ActualText" => said = Some(text),
                _ => {}
            }
        }
    }

    fn hexadecimal(&mut self) -> Option<Vec<u8>> {
        self.at += 1;
        let mut text = Vec::new();
        let mut half = None;
        loop {
            match self.take()? {
                b'>' => {
                    text.extend(half.map(|high: u8| high << 4));
                    return Some(text);
                }
                byte if is_blank(byte) => {}
                byte => match half.take() {
                    Some(high) => text.push(high << 4 | hex(byte)?),
                    None => half = Some(hex(byte)?),
                },
            }
        }
    }

    fn literal(&mut self) -> Option<Vec<u8>> {
        self.at += 1;
        let mut text = Vec::new();
        let mut open = 1;
        loop {
            match self.take()? {
                b'\\' => self.escaped(&mut text)?,
                b')' if open == 1 => return Some(text),
                byte => {
                    match byte {
                        b'(' => open += 1,
                        b')' => open -= 1,
                        _ => {}
                    }
                    // An end of a line, however written, is one.
                    if byte == b'\r' {
                        self.at += usize::from(self.peek() == Some(b'\n'));
                        text.push(b'\n');
                    } else {
                        text.push(byte);
                    }
                }
            }
        }
    }

    fn escaped(&mut self, text: &mut Vec<u8>) -> Option<()> {
        let plain = match self.take()? {
            b'n' => b'\n',
            b'r' => b'\r',
            b't' => b'\t',
            b'b' => 8,
            b'f' => 0xc,
            b'\n' => return Some(()),
            b'\r' => {
                self.at += usize::from(self.peek() == Some(b'\n'));
                return Some(());
            }
            digit @ b'0'..=b'7' => {
                let mut code = u32::from(digit - b'0');
                for _ in 0..2 {
                    let Some(digit) = self.peek().filter(|byte| matches!(byte, b'0'..=b'7')) else { break };
                    self.at += 1;
                    code = code << 3 | u32::from(digit - b'0');
                }
                u8::try_from(code & 0xff).ok()?
            }
            other => other,
        };
        text.push(plain);
        Some(())
    }
}

fn hex(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}
