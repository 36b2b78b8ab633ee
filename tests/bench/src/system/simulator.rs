//! The simulator, as what is measured beside the product finds it.

use std::net::SocketAddr;
use std::time::Duration;

use reqwest::Client;
use runtime::config::development::{APP_ID, APP_SECRET};
use serde_json::{Value, json};

use crate::outcome::Outcome;

/// A client of the simulator.
pub struct Simulator {
    url: String,
    client: Client,
}

impl Simulator {
    /// A client of the one that listens there.
    ///
    /// # Errors
    /// When the system has no more sockets.
    pub fn at(address: SocketAddr) -> Outcome<Self> {
        Ok(Self {
            url: format!("http://{address}"),
            client: Client::builder().timeout(Duration::from_secs(20)).build()?,
        })
    }

    /// Posts; answers the body.
    ///
    /// # Errors
    /// When it does not answer JSON.
    pub async fn post(&self, path: &str, body: &Value) -> Outcome<Value> {
        let request = self.client.post(format!("{}{path}", self.url)).json(body);
        let answer = request.send().await?.error_for_status()?.bytes().await?;
        Ok(match &answer[..] {
            [] => Value::Null,
            answer => serde_json::from_slice(answer)?,
        })
    }

    /// The access token of the development account.
    ///
    /// # Errors
    /// When it refuses.
    pub async fn token(&self) -> Outcome<String> {
        let body = json!({ "grant_type": "client_credential", "appid": APP_ID, "secret": APP_SECRET });
        let answer = self.post("/cgi-bin/stable_token", &body).await?;
        Ok(answer["access_token"].as_str().ok_or("no token")?.to_owned())
    }

    /// One of its counters.
    ///
    /// # Errors
    /// When it does not answer JSON.
    pub async fn counter(&self, name: &str) -> Outcome<u64> {
        let answer = self.client.get(format!("{}/control/stats", self.url)).send().await?;
        let stats: Value = answer.json().await?;
        Ok(stats["counters"][name]
            .as_u64()
            .ok_or_else(|| format!("no {name} in {stats}"))?)
    }
}
