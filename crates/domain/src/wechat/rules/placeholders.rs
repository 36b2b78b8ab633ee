//! The facts that the texts of a rule may name.

use crate::wechat::Reply;

/// Every placeholder of a rule's texts (`{{person.nickname}}`). `{{person.nickname|朋友}}` gives a word for when the
/// fact is not known.
pub const PLACEHOLDERS: [&str; 6] = [
    "person.nickname",
    "person.remark",
    "event.title",
    "event.location",
    "event.start",
    "event.end",
];

/// The names between `{{` and `}}`, in order, without the word behind `|`.
pub fn named_placeholders(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let open = rest.find("{{")?;
        let inside = &rest[open + 2..];
        let close = inside.find("}}")?;
        rest = &inside[close + 2..];
        let name = inside[..close].split('|').next().unwrap_or_default();
        Some(name.trim_start_matches('{').trim())
    })
}

/// The texts of an answer that may hold placeholders.
#[must_use]
pub fn texts_of(answer: &Reply) -> Vec<&str> {
    match answer {
        Reply::Silence | Reply::Image { .. } | Reply::Voice { .. } | Reply::HumanService { .. } => Vec::new(),
        Reply::Text(text) => vec![text],
        Reply::News(articles) => articles
            .iter()
            .flat_map(|article| {
                [
                    article.title.as_str(),
                    article.description.as_str(),
                    article.picture_url.as_str(),
                    article.url.as_str(),
                ]
            })
            .collect(),
        Reply::Video { title, description, .. } => vec![title, description],
        Reply::Music(music) => vec![&music.title, &music.description, &music.url, &music.high_quality_url],
    }
}

#[cfg(test)]
mod tests {
    use super::named_placeholders;

    #[test]
    fn names_are_found_with_and_without_a_word_for_the_unknown() {
        let names: Vec<_> = named_placeholders("{{ a.b }} {{c|d}} {{e").collect();
        assert_eq!(names, ["a.b", "c"]);
        assert_eq!(named_placeholders("}} {{}} {").collect::<Vec<_>>(), [""]);
    }
}
