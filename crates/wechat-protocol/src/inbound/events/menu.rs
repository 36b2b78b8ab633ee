//! Taps on buttons of a custom menu that do more than name a key or a page.

use crate::inbound::node::Node;

/// What a menu button brought. `key` is the button's key, empty when the platform sends none.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum MenuEvent {
    /// A button that opens a Mini Program (`view_miniprogram`).
    ViewMiniProgram {
        /// The Mini Program's page.
        path: String,
        /// The personalised menu's id.
        menu_id: Option<String>,
    },
    /// Something was scanned, and the person sees the result (`scancode_push`).
    ScanPushed(ScanCode),
    /// Something was scanned, and the person waits for an answer (`scancode_waitmsg`).
    ScanAwaiting(ScanCode),
    /// Pictures were chosen; each then comes as a message of its own.
    Pictures {
        /// How they were chosen.
        picker: PicturePicker,
        /// The button's key.
        key: String,
        /// How many.
        count: u32,
        /// The MD5 of each in hex, to tell which messages belong to this tap.
        md5: Vec<String>,
    },
    /// A place was chosen (`location_select`).
    Place {
        /// The button's key.
        key: String,
        /// Degrees north.
        latitude: f64,
        /// Degrees east.
        longitude: f64,
        /// The map's zoom.
        scale: Option<f64>,
        /// The place in words; may be empty.
        label: String,
        /// The point of interest; may be empty.
        name: String,
        /// The client it comes from, in WeCom: `wxwork`, or none for WeChat.
        app_type: Option<String>,
    },
}

/// What was scanned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScanCode {
    /// The button's key.
    pub key: String,
    /// `qrcode` or `barcode`.
    pub scan_type: String,
    /// What the code says.
    pub result: String,
}

/// How pictures were chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PicturePicker {
    /// The camera (`pic_sysphoto`).
    Camera,
    /// The camera or the phone's album (`pic_photo_or_album`).
    CameraOrAlbum,
    /// WeChat's album (`pic_weixin`).
    WeChatAlbum,
}

/// `name` is in lower case. None when it is no event of this family or lacks what its kind must have.
pub(super) fn read(name: &str, push: Node<'_, '_>) -> Option<MenuEvent> {
    Some(match name {
        "view_miniprogram" => MenuEvent::ViewMiniProgram {
            path: push.text("EventKey")?,
            menu_id: push.text("MenuId"),
        },
        "scancode_push" => MenuEvent::ScanPushed(scan(push)?),
        "scancode_waitmsg" => MenuEvent::ScanAwaiting(scan(push)?),
        "pic_sysphoto" => pictures(PicturePicker::Camera, push)?,
        "pic_photo_or_album" => pictures(PicturePicker::CameraOrAlbum, push)?,
        "pic_weixin" => pictures(PicturePicker::WeChatAlbum, push)?,
        "location_select" => place(push)?,
        _ => return None,
    })
}

fn scan(push: Node<'_, '_>) -> Option<ScanCode> {
    let info = push.child("ScanCodeInfo")?;
    Some(ScanCode {
        key: push.text_or_empty("EventKey"),
        scan_type: info.text_or_empty("ScanType"),
        result: info.text_or_empty("ScanResult"),
    })
}

fn pictures(picker: PicturePicker, push: Node<'_, '_>) -> Option<MenuEvent> {
    let info = push.child("SendPicsInfo")?;
    let pictures = info.items("PicList", "item");
    let md5: Vec<_> = pictures.into_iter().filter_map(|item| item.text("PicMd5Sum")).collect();
    Some(MenuEvent::Pictures {
        picker,
        key: push.text_or_empty("EventKey"),
        count: info
            .number("Count")
            .unwrap_or_else(|| u32::try_from(md5.len()).unwrap_or(u32::MAX)),
        md5,
    })
}

fn place(push: Node<'_, '_>) -> Option<MenuEvent> {
    let info = push.child("SendLocationInfo")?;
    Some(MenuEvent::Place {
        key: push.text_or_empty("EventKey"),
        latitude: info.decimal("Location_X")?,
        longitude: info.decimal("Location_Y")?,
        scale: info.decimal("Scale"),
        label: info.text_or_empty("Label"),
        name: info.text_or_empty("Poiname"),
        app_type: push.text("AppType"),
    })
}
