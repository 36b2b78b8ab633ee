//! Calls in the name of any account, and uploads.

use serde_json::{Value, json};

use crate::harness::Bench;

/// A picture's first bytes, which is what the platform looks at.
pub const PNG: &[u8] = b"\x89PNG\r\n\x1a\n0123456789";
pub const JPEG: &[u8] = b"\xff\xd8\xff\xe00123456789";
pub const MP4: &[u8] = b"\0\0\0\x18ftypmp42";
pub const AMR: &[u8] = b"#!AMR\n\x3c0123456789012345678901234567890";

impl Bench {
    /// An address with a token of the account.
    async fn address(&self, account: &str, path: &str) -> String {
        let joint = if path.contains('?') { '&' } else { '?' };
        format!("{}{path}{joint}access_token={}", self.url, self.token_of(account).await)
    }

    pub async fn post_as(&self, account: &str, path: &str, body: Value) -> Value {
        let address = self.address(account, path).await;
        let response = self.http.post(address).body(body.to_string()).send().await.unwrap();
        read(&response.text().await.unwrap())
    }

    pub async fn post_raw_as(&self, account: &str, path: &str, body: &str) -> Value {
        let address = self.address(account, path).await;
        let response = self.http.post(address).body(body.to_owned()).send().await.unwrap();
        read(&response.text().await.unwrap())
    }

    pub async fn get_as(&self, account: &str, path: &str) -> Value {
        let address = self.address(account, path).await;
        read(&self.http.get(address).send().await.unwrap().text().await.unwrap())
    }

    /// The content type and the bytes.
    pub async fn bytes_as(&self, account: &str, path: &str, body: Option<Value>) -> (String, Vec<u8>) {
        let address = self.address(account, path).await;
        let request = match body {
            Some(body) => self.http.post(address).body(body.to_string()),
            None => self.http.get(address),
        };
        let response = request.send().await.unwrap();
        let kind = response.headers()["content-type"].to_str().unwrap().to_owned();
        (kind, response.bytes().await.unwrap().to_vec())
    }

    pub async fn upload_as(&self, account: &str, path: &str, file: &[u8]) -> Value {
        self.upload_with(account, path, file, None).await
    }

    /// Uploads a file in the field `media`, with a `description` if there is one.
    pub async fn upload_with(&self, account: &str, path: &str, file: &[u8], description: Option<&str>) -> Value {
        let address = self.address(account, path).await;
        upload(&self.http, &address, file, description).await
    }

    /// A permanent picture.
    pub async fn picture(&self) -> String {
        let added = self
            .upload_as("default", "/cgi-bin/material/add_material?type=image", PNG)
            .await;
        added["media_id"].as_str().unwrap().to_owned()
    }

    /// A draft with this many articles.
    pub async fn draft(&self, articles: usize) -> String {
        let picture = self.picture().await;
        let one = |number: usize| json!({"title": format!("第 {number} 篇"), "content": "<p>春季市集</p>", "thumb_media_id": picture});
        let body = json!({"articles": (1..=articles).map(one).collect::<Vec<_>>()});
        let added = self.post_as("default", "/cgi-bin/draft/add", body).await;
        added["media_id"].as_str().unwrap().to_owned()
    }

    /// A person of any account.
    pub async fn person_of(&self, account: &str) -> String {
        let person = self.post(&format!("/people?account={account}"), json!({})).await;
        person["openId"].as_str().unwrap().to_owned()
    }

    /// Redirects are not followed.
    pub async fn location(&self, path: &str) -> Option<String> {
        let http = reqwest::Client::builder()
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .unwrap();
        let response = http.get(format!("{}{path}", self.url)).send().await.unwrap();
        let location = response.headers().get("location")?;
        Some(location.to_str().unwrap().to_owned())
    }
}

pub async fn upload(http: &reqwest::Client, address: &str, file: &[u8], description: Option<&str>) -> Value {
    let mut body =
        b"--simulated\r\nContent-Disposition: form-data; name=\"media\"; filename=\"f.bin\"\r\n\r\n".to_vec();
    body.extend(file);
    if let Some(description) = description {
        let part = "\r\n--simulated\r\nContent-Disposition: form-data; name=\"description\"\r\n\r\n";
        body.extend(part.as_bytes());
        body.extend(description.as_bytes());
    }
    body.extend(b"\r\n--simulated--\r\n");
    let request = http
        .post(address)
        .header("content-type", "multipart/form-data; boundary=simulated");
    read(&request.body(body).send().await.unwrap().text().await.unwrap())
}

fn read(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|_| json!(text))
}
