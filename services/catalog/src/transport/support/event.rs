//! The events of support as they travel.

use ocop_chassis::database::EncodedEvent;
use ocop_proto::catalog::v1 as proto;

use super::{bare_grant, bare_programme, bare_session};
use crate::domain::support::Event;
use crate::transport::event::encoded;

pub(in crate::transport) fn encode(event: &Event) -> EncodedEvent {
    match event {
        Event::Programme(step, programme) => {
            let fact = proto::SupportProgrammeFact {
                programme: Some(bare_programme(programme)),
            };
            let province = &programme.spot.province_code;
            encoded("support_programme", &step.to_string(), province, &fact)
        }
        Event::Session(step, session) => {
            let fact = proto::SupportSessionFact {
                session: Some(bare_session(session)),
            };
            let province = &session.spot.province_code;
            encoded("support_session", &step.to_string(), province, &fact)
        }
        Event::Grant(step, grant) => {
            let fact = proto::SupportGrantFact {
                grant: Some(bare_grant(grant)),
            };
            let province = &grant.spot.province_code;
            encoded("support_grant", &step.to_string(), province, &fact)
        }
    }
}
