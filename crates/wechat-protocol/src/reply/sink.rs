//! One description of a reply, written in either language.

use crate::xml;

/// Where the parts of a reply go.
pub(super) trait Sink: Sized {
    fn text(&mut self, name: &str, text: &str);
    fn number(&mut self, name: &str, number: i64);
    fn element(&mut self, name: &str, inner: impl FnOnce(&mut Self));
    /// `<name><item>…</item>…</name>`, or `"name":[{…},…]`.
    fn list<T>(&mut self, name: &str, item: &str, entries: &[T], write: impl Fn(&mut Self, &T));
    /// `<name>…</name><name>…</name>`, or `"name":[{…},…]`; nothing when there is no entry.
    fn repeated<T>(&mut self, name: &str, entries: &[T], write: impl Fn(&mut Self, &T));

    fn optional(&mut self, name: &str, text: Option<&str>) {
        if let Some(text) = text {
            self.text(name, text);
        }
    }
}

pub(super) struct XmlSink(pub(super) String);

impl Sink for XmlSink {
    fn text(&mut self, name: &str, text: &str) {
        xml::push_text(&mut self.0, name, text);
    }

    fn number(&mut self, name: &str, number: i64) {
        xml::push_number(&mut self.0, name, number);
    }

    fn element(&mut self, name: &str, inner: impl FnOnce(&mut Self)) {
        xml::open(&mut self.0, name);
        inner(self);
        xml::close(&mut self.0, name);
    }

    fn list<T>(&mut self, name: &str, item: &str, entries: &[T], write: impl Fn(&mut Self, &T)) {
        self.element(name, |sink| sink.repeated(item, entries, write));
    }

    fn repeated<T>(&mut self, name: &str, entries: &[T], write: impl Fn(&mut Self, &T)) {
        for entry in entries {
            self.element(name, |sink| write(sink, entry));
        }
    }
}

/// Raw UTF-8 without `\u` escapes for anything but control characters.
pub(super) struct JsonSink(pub(super) String);

impl JsonSink {
    pub(super) fn object(&mut self, inner: impl FnOnce(&mut Self)) {
        self.0.push('{');
        inner(self);
        self.0.push('}');
    }

    fn name(&mut self, name: &str) {
        self.separate();
        self.quoted(name);
        self.0.push(':');
    }

    fn separate(&mut self) {
        if !self.0.ends_with(['{', '[']) {
            self.0.push(',');
        }
    }

    fn quoted(&mut self, text: &str) {
        self.0.push_str(&serde_json::Value::from(text).to_string());
    }
}

impl Sink for JsonSink {
    fn text(&mut self, name: &str, text: &str) {
        self.name(name);
        self.quoted(text);
    }

    fn number(&mut self, name: &str, number: i64) {
        self.name(name);
        self.0.push_str(&number.to_string());
    }

    fn element(&mut self, name: &str, inner: impl FnOnce(&mut Self)) {
        self.name(name);
        self.object(inner);
    }

    fn list<T>(&mut self, name: &str, _item: &str, entries: &[T], write: impl Fn(&mut Self, &T)) {
        self.name(name);
        self.0.push('[');
        for entry in entries {
            self.separate();
            self.object(|sink| write(sink, entry));
        }
        self.0.push(']');
    }

    fn repeated<T>(&mut self, name: &str, entries: &[T], write: impl Fn(&mut Self, &T)) {
        if !entries.is_empty() {
            self.list(name, "", entries, write);
        }
    }
}
