//! The difference between two JSON values as a list of small changes, and their way back into a value.
//!
//! A change names its place by keys (`["cells", "t3.new.natural"]`), never by an index; of a long text it holds only
//! the part that changed.

use serde_json::{Map, Value, json};

use crate::report::changed_part;

/// A text shorter than this is written whole, in bytes.
const SHORT_TEXT: usize = 64;

/// The changes that lead from one value to another.
pub(crate) fn changes(before: &Value, after: &Value) -> Vec<Value> {
    let mut found = Vec::new();
    collect(before, after, &mut Vec::new(), &mut found);
    found
}

fn collect<'a>(before: &'a Value, after: &'a Value, path: &mut Vec<&'a str>, found: &mut Vec<Value>) {
    match (before, after) {
        (Value::Object(old), Value::Object(new)) => {
            for key in old.keys().filter(|key| !new.contains_key(*key)) {
                found.push(json!({ "at": path, "drop": key }));
            }
            for (key, value) in new {
                path.push(key);
                match old.get(key) {
                    Some(before) => collect(before, value, path, found),
                    None => found.push(json!({ "at": path, "to": value })),
                }
                path.pop();
            }
        }
        (Value::String(old), Value::String(new)) if old.len() >= SHORT_TEXT && old != new => {
            let (start, old_end, new_end) = changed_part(old, new);
            found.push(json!({ "at": path, "from": start, "cut": old_end - start, "put": new.get(start..new_end) }));
        }
        _ if before != after => found.push(json!({ "at": path, "to": after })),
        _ => {}
    }
}

/// Makes a change in a value. `None`, and nothing changed, where it does not fit.
pub(crate) fn apply(value: &mut Value, change: &Value) -> Option<()> {
    let path = change.get("at")?.as_array()?;
    let mut path = path.iter().map(Value::as_str).collect::<Option<Vec<_>>>()?;
    if let Some(key) = change.get("drop") {
        return object_at(value, &path)?.shift_remove(key.as_str()?).map(|_| ());
    }
    let last = path.pop();
    if let Some(to) = change.get("to") {
        match last {
            Some(key) => _ = object_at(value, &path)?.insert(key.to_owned(), to.clone()),
            None => *value = to.clone(),
        }
        return Some(());
    }
    let place = |key: &str| change.get(key)?.as_u64().and_then(|number| usize::try_from(number).ok());
    let Value::String(text) = object_at(value, &path)?.get_mut(last?)? else { return None };
    let (from, put) = (place("from")?, change.get("put")?.as_str()?);
    let end = from.checked_add(place("cut")?)?;
    text.get(from..end)?;
    text.replace_range(from..end, put);
    Some(())
}

fn object_at<'a>(value: &'a mut Value, path: &[&str]) -> Option<&'a mut Map<String, Value>> {
    path.iter().try_fold(value, |value, key| value.get_mut(*key))?.as_object_mut()
}
