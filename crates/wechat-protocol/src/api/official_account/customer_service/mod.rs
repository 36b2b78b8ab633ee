//! Human customer service: its agents, their chats and what was said. Most of it lives below `/customservice`, without
//! `/cgi-bin`.

mod accounts;
mod records;
mod sessions;

pub use accounts::{
    AddAgent, Agent, AgentList, DeleteAgent, InviteAgent, ListAgents, ListOnlineAgents, OnlineAgent, OnlineAgentList,
    UpdateAgent, UploadAgentPicture,
};
pub use records::{ListRecords, Record, RecordPage, RecordsFault};
pub use sessions::{
    CloseSession, CreateSession, GetSession, ListSessions, ListWaiting, Session, SessionList, SessionOf, WaitingList,
    WaitingPerson,
};
