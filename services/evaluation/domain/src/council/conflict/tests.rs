use super::*;

pub(crate) fn conflict(member: &str) -> Conflict {
    Conflict {
        id: Uuid::from_u128(0xF0),
        dossier_id: Uuid::from_u128(0xD0),
        member: member.to_owned(),
        reason: "Em ruột của giám đốc hợp tác xã".to_owned(),
        declared_by: member.to_owned(),
        declared_at: DateTime::UNIX_EPOCH,
        withdrawn: None,
    }
}
