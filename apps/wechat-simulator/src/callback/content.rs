//! The fields of a message, written as XML or as JSON.

use serde_json::{Map, Number, Value};
use wechat_protocol::xml;

/// The value of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Node {
    /// Text.
    Text(String),
    /// A number by its digits: it may need 64 bits.
    Number(String),
    /// Fields of its own; a name may come several times.
    Group(Vec<Field>),
    /// Groups; a JSON array however many there are.
    List(Vec<Vec<Field>>),
}

/// One field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: Node,
}

impl Field {
    /// A field with text.
    pub fn text(name: &str, value: impl Into<String>) -> Self {
        Self {
            name: name.to_owned(),
            value: Node::Text(value.into()),
        }
    }

    /// A field with a number.
    #[expect(clippy::needless_pass_by_value, reason = "numbers are given as they are")]
    pub fn number(name: &str, value: impl ToString) -> Self {
        Self {
            name: name.to_owned(),
            value: Node::Number(value.to_string()),
        }
    }

    /// A field with any number of groups.
    #[must_use]
    pub fn list(name: &str, groups: Vec<Vec<Self>>) -> Self {
        Self {
            name: name.to_owned(),
            value: Node::List(groups),
        }
    }

    /// A field with fields of its own.
    #[must_use]
    pub fn group(name: &str, fields: Vec<Self>) -> Self {
        Self {
            name: name.to_owned(),
            value: Node::Group(fields),
        }
    }
}

/// Appends the fields as elements.
pub fn push_xml(out: &mut String, fields: &[Field]) {
    for field in fields {
        match &field.value {
            Node::Text(text) => xml::push_text(out, &field.name, text),
            Node::Number(digits) => xml::push_element(out, &field.name, |out| out.push_str(digits)),
            Node::Group(inner) => xml::push_element(out, &field.name, |out| push_xml(out, inner)),
            Node::List(groups) => {
                for inner in groups {
                    xml::push_element(out, &field.name, |out| push_xml(out, inner));
                }
            }
        }
    }
}

/// The fields as a JSON object. A name that comes several times becomes an array, one that comes once does not: so does
/// WeChat with the `List` of `subscribe_msg_popup_event`.
#[must_use]
pub fn to_json(fields: &[Field]) -> Map<String, Value> {
    let mut object = Map::new();
    for field in fields {
        let value = match &field.value {
            Node::Text(text) => Value::from(text.as_str()),
            Node::Number(digits) => number(digits),
            Node::Group(inner) => Value::Object(to_json(inner)),
            Node::List(groups) => groups.iter().map(|inner| Value::Object(to_json(inner))).collect(),
        };
        match object.get_mut(&field.name) {
            None => {
                object.insert(field.name.clone(), value);
            }
            Some(Value::Array(values)) => values.push(value),
            Some(first) => *first = Value::Array(vec![first.take(), value]),
        }
    }
    object
}

fn number(digits: &str) -> Value {
    let whole = digits.parse::<u64>().map(Number::from);
    let negative = || digits.parse::<i64>().map(Number::from).ok();
    let broken = || digits.parse().ok().and_then(Number::from_f64);
    let number = whole.ok().or_else(negative).or_else(broken);
    number.map_or_else(|| Value::from(digits), Value::Number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_an_object_when_it_has_one_entry_and_an_array_when_it_has_several() {
        let entry = |id| Field::group("List", vec![Field::text("TemplateId", id)]);
        let one = Value::Object(to_json(&[entry("a")]));
        assert_eq!(one.to_string(), r#"{"List":{"TemplateId":"a"}}"#);
        let several = Value::Object(to_json(&[entry("a"), entry("b"), entry("c")]));
        assert_eq!(
            several.to_string(),
            r#"{"List":[{"TemplateId":"a"},{"TemplateId":"b"},{"TemplateId":"c"}]}"#
        );
    }

    #[test]
    fn a_number_keeps_all_its_digits() {
        let object = to_json(&[Field::number("MsgId", u64::MAX), Field::number("Latitude", "23.137466")]);
        assert_eq!(object["MsgId"].to_string(), "18446744073709551615");
        assert_eq!(object["Latitude"].to_string(), "23.137466");
    }

    #[test]
    fn groups_are_nested_elements() {
        let mut out = String::new();
        push_xml(
            &mut out,
            &[Field::group("A", vec![Field::number("B", 1), Field::text("C", "x")])],
        );
        assert_eq!(out, "<A><B>1</B><C><![CDATA[x]]></C></A>");
    }
}
