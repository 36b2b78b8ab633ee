//! What WeChat's report on a mass message means by `err(N)`.

/// English and Chinese; `None` for a number that is not documented.
#[must_use]
pub const fn explain_report(number: i64) -> Option<(&'static str, &'static str)> {
    Some(match number {
        0 => ("WeChat did not send it and gave no reason", "发送失败，微信未给出原因"),
        10_001 => ("refused as advertising", "涉嫌广告"),
        20_001 => ("refused as political", "涉嫌政治"),
        20_002 => ("refused as pornography", "涉嫌色情"),
        20_004 => ("refused as harmful to society", "涉嫌社会"),
        20_006 => ("refused as a crime", "涉嫌违法犯罪"),
        20_008 => ("refused as fraud", "涉嫌欺诈"),
        20_013 => ("refused for a copyright", "涉嫌版权"),
        21_000 => ("refused for another reason", "涉嫌其他"),
        22_000 => ("refused: accounts promote each other", "涉嫌互推（互相宣传）"),
        30_001 => (
            "the check for originality failed, and reprints were not to be sent",
            "原创校验出现系统错误且用户选择了被判为转载就不群发",
        ),
        30_002 => (
            "the check for originality found it not fit to be sent",
            "原创校验被判定为不能群发",
        ),
        30_003 => (
            "the check for originality found a reprint, and reprints were not to be sent",
            "原创校验被判定为转载文且用户选择了被判为转载就不群发",
        ),
        40_001 => ("the account's administrator refused it", "管理员拒绝"),
        40_002 => (
            "the account's administrator did not answer within 30 minutes",
            "管理员 30 分钟内无响应，超时",
        ),
        _ => return None,
    })
}
