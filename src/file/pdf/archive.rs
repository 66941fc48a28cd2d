//! What makes a PDF an archive file: version, XMP, output intent, language, tags, outline, the report attached, an id and dates
//! that follow from the report.

use lopdf::{Dictionary, Document, Object, ObjectId, SaveOptions, Stream, StringFormat, dictionary};
use sha2::{Digest, Sha256};

use super::object::{name, unicode};
use super::{PdfError, icc, pack, tags, xref};
use crate::form::Form;
use crate::page::{Layout, OutlineEntry, PAGE_HEIGHT_MM};
use crate::report::Report;

/// The attachment's name. ASCII, so that `/F` and `/UF` are the same.
pub(super) const ATTACHMENT: &str = "report.nianbao.json";
/// The most objects that one stream holds.
const MOST_OBJECTS: usize = 4096;
/// What made the file, in Info and XMP.
const PRODUCER: &str = concat!("nianbao ", env!("CARGO_PKG_VERSION"));

/// Finishes the document of the pages and gives its bytes; the data that the pages show is attached where there is any.
pub(super) fn finish(
    mut document: Document,
    form: &Form,
    report: &Report,
    layout: &Layout,
    data: Option<&str>,
) -> Result<Vec<u8>, PdfError> {
    let (day, unit) = (Date::of(report), report.unit.trim());
    tags::add(&mut document, form, layout).map_err(refused)?;
    let outline = outline(&mut document, layout);
    let attachment = data.map(|data| attach(&mut document, report, data, &day));
    let metadata = document.add_object(metadata(layout, unit, &day));
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
    info(&mut document, layout, unit, &day)?;
    document.prune_objects();
    document.renumber_objects();
    identify(&mut document, layout, data);
    pack::streams(&mut document);
    let mut bytes = Vec::new();
    // One stream for all small objects: the tags are many and alike.
    let options = SaveOptions::builder().use_object_streams(true).use_xref_streams(true).max_objects_per_stream(MOST_OBJECTS);
    let options = options.compression_level(pack::LEVEL).build();
    document.save_with_options(&mut bytes, options).map_err(|error| PdfError::Writing(error.to_string()))?;
    Ok(xref::packed(&bytes).unwrap_or(bytes))
}

#[expect(clippy::needless_pass_by_value, reason = "it stands in map_err")]
fn refused(error: lopdf::Error) -> PdfError {
    PdfError::Writing(error.to_string())
}

/// The sections in the order of the report, each at its place, and below each the heads in it.
fn outline(document: &mut Document, layout: &Layout) -> Option<ObjectId> {
    let pages: Vec<ObjectId> = document.page_iter().collect();
    let root = document.new_object_id();
    let entries: Vec<(ObjectId, &OutlineEntry)> = layout.outline.iter().map(|entry| (document.new_object_id(), entry)).collect();
    // A head before the first section, as in a preface, stands among the sections.
    let groups: Vec<&[(ObjectId, &OutlineEntry)]> = entries.chunk_by(|_, (_, next)| next.depth > 0).collect();
    let sections: Vec<ObjectId> = groups.iter().filter_map(|group| group.first()).map(|(id, _)| *id).collect();
    for group in &groups {
        let Some(((id, section), below)) = group.split_first() else { continue };
        let below_ids: Vec<ObjectId> = below.iter().map(|(id, _)| *id).collect();
        let mut item = outline_item(section, *id, root, &sections, &pages)?;
        if let (Some(first), Some(last)) = (below_ids.first(), below_ids.last()) {
            item.set("First", *first);
            item.set("Last", *last);
            item.set("Count", i64::try_from(below_ids.len()).ok()?);
        }
        document.set_object(*id, item);
        for (below_id, head) in below {
            let item = outline_item(head, *below_id, *id, &below_ids, &pages)?;
            document.set_object(*below_id, item);
        }
    }
    let (first, last) = (*sections.first()?, *sections.last()?);
    let count = i64::try_from(entries.len()).ok()?;
    document.set_object(root, dictionary! { "Type" => name("Outlines"), "First" => first, "Last" => last, "Count" => count });
    Some(root)
}

/// A bookmark among its siblings.
fn outline_item(entry: &OutlineEntry, id: ObjectId, parent: ObjectId, siblings: &[ObjectId], pages: &[ObjectId]) -> Option<Dictionary> {
    let top = (PAGE_HEIGHT_MM - entry.y_mm) * 72.0 / 25.4;
    let page = pages.get(entry.page).copied()?;
    let mut item = dictionary! {
        "Title" => unicode(&entry.title),
        "Parent" => parent,
        "Dest" => vec![page.into(), name("XYZ"), Object::Null, top.round().into(), Object::Null],
    };
    let at = siblings.iter().position(|sibling| *sibling == id)?;
    if let Some(before) = at.checked_sub(1).and_then(|at| siblings.get(at)) {
        item.set("Prev", *before);
    }
    if let Some(after) = siblings.get(at + 1) {
        item.set("Next", *after);
    }
    Some(item)
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
fn info(document: &mut Document, layout: &Layout, unit: &str, day: &Date) -> Result<(), PdfError> {
    let info = dictionary! {
        "Title" => unicode(&layout.title),
        "Author" => unicode(unit),
        "Creator" => Object::string_literal(PRODUCER),
        "Producer" => Object::string_literal(PRODUCER),
        "CreationDate" => Object::string_literal(day.pdf()),
        "ModDate" => Object::string_literal(day.pdf()),
    };
    let id = document.trailer.get(b"Info").and_then(Object::as_reference).map_err(refused)?;
    document.set_object(id, info);
    Ok(())
}

/// The file's id is the hash of what it shows and holds: pages, faces, data.
fn identify(document: &mut Document, layout: &Layout, data: Option<&str>) {
    let mut hash = Sha256::new();
    hash.update(&layout.title);
    hash.update(data.unwrap_or_default());
    for stream in document.objects.values().filter_map(|object| object.as_stream().ok()) {
        hash.update(&stream.content);
    }
    let id: Vec<u8> = hash.finalize().iter().take(16).copied().collect();
    let id = Object::String(id, StringFormat::Hexadecimal);
    document.trailer.set("ID", vec![id.clone(), id]);
}

/// PDF/A wants every property outside its own list described: `pdfuaid:part` is one (ISO 19005-3, 6.6.2.3).
const UA_SCHEMA: &str = r#"  <rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
   <pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
    <pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
    <pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
    <pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
    <pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
     <pdfaProperty:name>part</pdfaProperty:name>
     <pdfaProperty:valueType>Integer</pdfaProperty:valueType>
     <pdfaProperty:category>internal</pdfaProperty:category>
     <pdfaProperty:description>Indicates, which part of ISO 14289 standard is followed</pdfaProperty:description>
    </rdf:li></rdf:Seq></pdfaSchema:property>
   </rdf:li></rdf:Bag></pdfaExtension:schemas>
  </rdf:Description>
"#;

/// XMP is never compressed, so that any reader of bytes finds it.
fn metadata(layout: &Layout, unit: &str, date: &Date) -> Stream {
    let (title, author, date) = (escaped(&layout.title), escaped(unit), date.iso());
    let text = format!(
        r#"<?xpacket begin="{bom}" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
   <pdfaid:part>3</pdfaid:part>
   <pdfaid:conformance>A</pdfaid:conformance>
   <pdfuaid:part>1</pdfuaid:part>
   <dc:format>application/pdf</dc:format>
   <dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
   <dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
   <dc:language><rdf:Bag><rdf:li>zh-CN</rdf:li></rdf:Bag></dc:language>
   <xmp:CreatorTool>{PRODUCER}</xmp:CreatorTool>
   <xmp:CreateDate>{date}</xmp:CreateDate>
   <xmp:ModifyDate>{date}</xmp:ModifyDate>
   <pdf:Producer>{PRODUCER}</pdf:Producer>
  </rdf:Description>
{UA_SCHEMA} </rdf:RDF>
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
