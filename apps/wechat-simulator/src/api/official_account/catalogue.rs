//! A small public catalogue of templates and industries, in the shape of WeChat's.

/// One keyword that a template may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Keyword {
    /// `kid`
    pub id: i64,
    /// Shown in front of the value.
    pub name: &'static str,
    /// The type of its value; the field is this and `id`, e.g. `thing1`.
    pub rule: &'static str,
    /// What a value looks like.
    pub example: &'static str,
}

/// One template of the catalogue.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    /// `tid` of subscribe notifications.
    pub tid: i64,
    /// `template_id_short` of template messages.
    pub short_id: &'static str,
    /// Its title.
    pub title: &'static str,
    /// `categoryId` of subscribe notifications.
    pub category: i64,
    /// What it may hold.
    pub keywords: &'static [Keyword],
}

const fn keyword(id: i64, name: &'static str, rule: &'static str, example: &'static str) -> Keyword {
    Keyword {
        id,
        name,
        rule,
        example,
    }
}

/// The categories an account has.
pub const CATEGORIES: &[(i64, &str)] = &[(616, "活动"), (307, "票务")];

/// All templates.
pub const TEMPLATES: &[Entry] = &[
    Entry {
        tid: 1001,
        short_id: "10001",
        title: "报名成功通知",
        category: 616,
        keywords: &[
            keyword(1, "活动名称", "thing", "春季市集"),
            keyword(2, "活动时间", "time", "2026年5月1日 15:01"),
            keyword(3, "活动地点", "thing", "市民广场"),
            keyword(4, "报名人", "name", "张三"),
            keyword(5, "报名编号", "character_string", "A-0001"),
        ],
    },
    Entry {
        tid: 1002,
        short_id: "10002",
        title: "活动开始提醒",
        category: 616,
        keywords: &[
            keyword(1, "活动名称", "thing", "春季市集"),
            keyword(2, "开始时间", "time", "2026年5月1日 15:01"),
            keyword(3, "活动地点", "thing", "市民广场"),
            keyword(4, "备注", "thing", "请提前入场"),
        ],
    },
    Entry {
        tid: 1003,
        short_id: "10003",
        title: "签到成功通知",
        category: 616,
        keywords: &[
            keyword(1, "活动名称", "thing", "春季市集"),
            keyword(2, "签到时间", "time", "2026年5月1日 15:01"),
            keyword(3, "签到状态", "phrase", "签到成功"),
        ],
    },
    Entry {
        tid: 2001,
        short_id: "20001",
        title: "订单支付成功通知",
        category: 307,
        keywords: &[
            keyword(1, "订单编号", "character_string", "N20260501"),
            keyword(2, "支付金额", "amount", "¥12.00"),
            keyword(3, "商品名称", "thing", "入场券"),
            keyword(4, "支付时间", "time", "2026年5月1日 15:01"),
            keyword(5, "数量", "number", "2"),
        ],
    },
    Entry {
        tid: 2002,
        short_id: "20002",
        title: "退款成功通知",
        category: 307,
        keywords: &[
            keyword(1, "订单编号", "character_string", "N20260501"),
            keyword(2, "退款金额", "amount", "¥12.00"),
            keyword(3, "退款说明", "thing", "原路退回"),
        ],
    },
];

impl Entry {
    /// The keywords with these names; `None` when one is not offered.
    #[must_use]
    pub fn choose(&self, names: &[&str]) -> Option<Vec<Keyword>> {
        let find = |name: &&str| self.keywords.iter().find(|keyword| keyword.name == *name).copied();
        names.iter().map(find).collect()
    }

    /// The keywords with these ids; `None` when one is not offered.
    #[must_use]
    pub fn choose_ids(&self, ids: &[i64]) -> Option<Vec<Keyword>> {
        let find = |id: &i64| self.keywords.iter().find(|keyword| keyword.id == *id).copied();
        ids.iter().map(find).collect()
    }
}

/// The template with this `template_id_short`.
#[must_use]
pub fn template(short_id: &str) -> Option<&'static Entry> {
    TEMPLATES.iter().find(|entry| entry.short_id == short_id)
}

/// The template with this `tid`.
#[must_use]
pub fn by_tid(tid: i64) -> Option<&'static Entry> {
    TEMPLATES.iter().find(|entry| entry.tid == tid)
}

/// One line for each keyword, as templates have it.
#[must_use]
pub fn content(keywords: &[Keyword]) -> String {
    lines(keywords, |keyword| {
        format!("{{{{{}{}.DATA}}}}", keyword.rule, keyword.id)
    })
}

/// The same lines with examples.
#[must_use]
pub fn example(keywords: &[Keyword]) -> String {
    lines(keywords, |keyword| keyword.example.to_owned())
}

fn lines(keywords: &[Keyword], value: impl Fn(&Keyword) -> String) -> String {
    let lines = keywords
        .iter()
        .map(|keyword| format!("{}:{}", keyword.name, value(keyword)));
    lines.collect::<Vec<_>>().join("\n")
}

/// First and second class of each industry, by number from 1, as far as the public table begins.
pub const INDUSTRIES: &[(&str, &str)] = &[
    ("IT科技", "互联网|电子商务"),
    ("IT科技", "IT软件与服务"),
    ("IT科技", "IT硬件与设备"),
    ("IT科技", "电子技术"),
    ("IT科技", "通信与运营商"),
    ("IT科技", "网络游戏"),
    ("金融业", "银行"),
    ("金融业", "基金|理财|信托"),
    ("金融业", "保险"),
    ("餐饮", "餐饮"),
    ("酒店旅游", "酒店"),
    ("酒店旅游", "旅游"),
    ("运输与仓储", "快递"),
    ("运输与仓储", "物流"),
    ("运输与仓储", "仓储"),
    ("教育", "培训"),
    ("教育", "院校"),
    ("政府与公共事业", "学术科研"),
    ("政府与公共事业", "交警"),
    ("政府与公共事业", "博物馆"),
    ("政府与公共事业", "公共事业|非盈利机构"),
];

/// The industry with this number.
#[must_use]
pub fn industry(id: i64) -> Option<(&'static str, &'static str)> {
    let place = usize::try_from(id.checked_sub(1)?).ok()?;
    INDUSTRIES.get(place).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_names_each_field_by_its_rule_and_number() {
        let keywords = TEMPLATES[0].choose(&["活动名称", "活动时间"]).unwrap();
        assert_eq!(content(&keywords), "活动名称:{{thing1.DATA}}\n活动时间:{{time2.DATA}}");
        assert!(TEMPLATES[0].choose(&["没有"]).is_none());
    }
}
