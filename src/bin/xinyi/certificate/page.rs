//! The page of a certificate: HTML that is complete in itself, for one sheet of A4.

use xinyi::{Day, Instant, Texts, Value, visible};

/// What stands on the page.
pub(super) struct Page<'a> {
    /// The organisation's name, if it is disclosed.
    pub(super) name: Option<String>,
    /// Its identity code.
    pub(super) id: String,
    /// What is stated, by language.
    pub(super) states: Value,
    /// The programme's id.
    pub(super) programme: &'a str,
    /// Its title, by language.
    pub(super) title: Value,
    /// The platform that issued the bundle.
    pub(super) issuer: &'a Texts,
    /// When it drew the data.
    pub(super) as_of: Day,
    pub(super) made: Instant,
    /// When it can be checked no longer.
    pub(super) until: Instant,
    /// Whether it is of a demo platform.
    pub(super) is_demo: bool,
    /// As SVG.
    pub(super) codes: Vec<String>,
}

const STYLE: &str = include_str!("page.css");

impl Page<'_> {
    /// The whole page. Text of others is escaped, and its invisible characters are shown as numbers.
    pub(super) fn html(&self) -> String {
        let mut html =
            String::from("<!doctype html>\n<html lang=\"zh-CN\">\n<meta charset=\"utf-8\">\n");
        // Nothing on the page can run or be fetched, whatever somebody is called.
        html.push_str("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n");
        let title = format!("信用状况证明 {}", self.id);
        html.push_str(&format!(
            "<title>{}</title>\n<style>\n{STYLE}</style>\n",
            escaped(&title)
        ));
        html.push_str(
            "<h1>信用状况证明 <span lang=\"en\">Certificate of a clean record</span></h1>\n",
        );
        if self.is_demo {
            html.push_str("<p class=\"demo\">演示，没有效力 <span lang=\"en\">A demo: it is worth nothing</span></p>\n");
        }
        html.push_str("<dl>\n");
        for (chinese, english, value) in self.rows() {
            html.push_str(&format!(
                "<dt>{chinese} <span lang=\"en\">{english}</span><dd>{value}\n"
            ));
        }
        html.push_str("</dl>\n");
        html.push_str(&self.how_to_check());
        html.push_str("<div class=\"codes\">\n");
        for (place, code) in self.codes.iter().enumerate() {
            let (number, of) = (place + 1, self.codes.len());
            html.push_str(&format!(
                "<figure>{code}<figcaption>{number}/{of}</figcaption></figure>\n"
            ));
        }
        html.push_str("</div>\n</html>\n");
        html
    }

    /// Names in both languages, and values in HTML.
    fn rows(&self) -> Vec<(&'static str, &'static str, String)> {
        let both = |chinese: &str, english: &str| {
            format!(
                "{} <span lang=\"en\">{}</span>",
                escaped(chinese),
                escaped(english)
            )
        };
        let texts = |texts: &Value| {
            let text = |language| texts.member(language).and_then(Value::as_str);
            both(
                text("zh-CN").unwrap_or_default(),
                text("en").unwrap_or_default(),
            )
        };
        let mut rows = Vec::new();
        if let Some(name) = &self.name {
            rows.push(("单位", "Organisation", escaped(name)));
        }
        rows.push(("统一社会信用代码", "Unified code", escaped(&self.id)));
        rows.push(("证明事项", "What is stated", texts(&self.states)));
        let as_of = self.as_of;
        rows.push((
            "说明",
            "What that means",
            both(
                &format!("截至{as_of}，签发平台提供的公共信用记录中，没有上述领域和期限内依法可使用的失信记录。本证明不表示该单位没有违法行为：依法不再使用或不予公开的记录、其他领域的记录和此后发生的情况，均不在证明之内。"),
                &format!("On {as_of} the platform has no adverse record in this field and period that may lawfully be used. That does not state that the organisation never broke a rule: records that may no longer be used or are not public, other fields and later events are no part of it."),
            ),
        ));
        rows.push((
            "证明项目",
            "Programme",
            format!(
                "{} <code>{}</code>",
                texts(&self.title),
                escaped(self.programme)
            ),
        ));
        let Texts {
            chinese, english, ..
        } = self.issuer;
        rows.push(("签发平台", "Issued by", both(chinese, english)));
        rows.push(("开具时间", "Made", escaped(&time(self.made))));
        rows.push((
            "核验截止",
            "Can be checked until",
            escaped(&time(self.until)),
        ));
        rows
    }

    fn how_to_check(&self) -> String {
        let (programme, id) = (escaped(self.programme), escaped(&self.id));
        format!(
            "<h2>核验方法 <span lang=\"en\">How to check</span></h2>\n\
             <p>纸面文字本身不能证明任何内容，请以二维码的核验结果为准。用支持信易证明的应用扫描全部二维码，并填入上面的代码；或者拍照后用 xinyi 命令核验。撤销的证明核验时会被拒绝。\n\
             <p lang=\"en\">The printed words prove nothing; what is in the codes does. Scan all of them with an app that takes such certificates and give it the code above, or take a photograph and use the command xinyi. A certificate that was revoked is refused.\n\
             <pre>xinyi qr read PHOTO &gt; certificate.txt\n\
             xinyi check --root ROOT --snapshot SNAPSHOT --programme {programme} --certificate --subject {id} certificate.txt</pre>\n"
        )
    }
}

/// A minute in China.
pub(super) fn time(at: Instant) -> String {
    let in_china = at.add_seconds(8 * 3_600).unwrap_or(at).to_string();
    in_china.get(..16).unwrap_or_default().replace('T', " ")
}

/// Text as HTML has it, between tags.
fn escaped(text: &str) -> String {
    let text = visible(text);
    let mut html = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            other => html.push(other),
        }
    }
    html
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_others_wrote_is_text_and_nothing_else() {
        let found = escaped("<script>\"&'\u{202e}</script>");
        assert!(
            !found.contains(['<', '>', '"', '\'', '\u{202e}']),
            "{found}"
        );
        assert!(
            found.starts_with("&lt;script&gt;&quot;&amp;&#39;"),
            "{found}"
        );
    }

    #[test]
    fn times_are_those_of_china() {
        let at = |text| time(Instant::parse(text).unwrap());
        assert_eq!(at("2026-11-20T02:00:00Z"), "2026-11-20 10:00");
        assert_eq!(at("2026-12-31T16:00:59Z"), "2027-01-01 00:00");
    }
}
