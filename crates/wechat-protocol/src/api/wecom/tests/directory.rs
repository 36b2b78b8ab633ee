use super::{
    super::{department::*, member::*, user::*, user_ids::*},
    *,
};

#[test]
fn a_failure_with_empty_lists_is_a_failure_and_no_empty_directory() {
    assert_eq!(
        refusal::<DepartmentIds>(r#"{"errcode":40014,"errmsg":"invalid access_token","department_id":[]}"#),
        40014
    );
    assert_eq!(refusal::<Members>(r#"{"errcode":48009,"userlist":[]}"#), 48009);
    assert_eq!(refusal::<MemberIds>(r#"{"errcode":42001,"dept_user":[]}"#), 42001);
}

#[test]
fn a_list_that_is_missing_is_no_empty_directory_either() {
    assert!(read_response::<DepartmentIds>(br#"{"errcode":0}"#).is_err());
    assert!(read_response::<Members>(br#"{"errcode":0}"#).is_err());
}

#[test]
fn departments_are_read_as_documented() {
    let list: Departments = answer(
        r#"{"errcode":0,"errmsg":"ok","department":[{"id":2,"name":"广州研发中心","name_en":"RD","department_leader":["a","b"],"parentid":1,"order":10},{"id":"3","parentid":"2"}]}"#,
    );
    assert_eq!(
        (list.department[0].department_leader.len(), list.department[1].id),
        (2, 3)
    );
    let ids: DepartmentIds = answer(r#"{"errcode":0,"department_id":[{"id":2,"parentid":1,"order":40}]}"#);
    assert_eq!(ids.department_id[0].order, Some(40));
    let one: OneDepartment = answer(r#"{"errcode":0,"department":{"id":1,"parentid":0}}"#);
    assert_eq!((one.department.id, one.department.parentid), (ROOT, Some(0)));
    assert_eq!(query(&ListDepartments { id: Some(2) }), "id=2");
    assert_eq!(query(&ListDepartmentIds::default()), "");
    assert_eq!(query(&GetDepartment { id: 3 }), "id=3");
    assert_eq!(DeleteDepartment::PATH, "/cgi-bin/department/delete");
}

#[test]
fn a_department_has_a_name_of_at_most_32_allowed_characters() {
    let named = |name: &str| CreateDepartment {
        name: name.into(),
        parentid: 1,
        ..CreateDepartment::default()
    };
    assert_eq!(json(&named("研发")), r#"{"name":"研发","parentid":1}"#);
    for (name, good) in [
        ("字".repeat(32), true),
        ("字".repeat(33), false),
        (String::new(), false),
        ("a|b".into(), false),
        ("a:b".into(), false),
        ("a&b".into(), true),
    ] {
        assert_eq!(named(&name).check().is_ok(), good, "{name}");
    }
    let id = |id| {
        CreateDepartment {
            id: Some(id),
            ..named("a")
        }
        .check()
        .is_ok()
    };
    assert_eq!((id(1), id(2)), (false, true));
    let update = UpdateDepartment {
        id: 2,
        order: Some(1),
        ..UpdateDepartment::default()
    };
    assert_eq!(
        (json(&update).as_str(), update.check()),
        (r#"{"id":2,"order":1}"#, Ok(()))
    );
}

#[test]
fn a_member_may_show_nothing_but_the_id() {
    let member: Member = answer(r#"{"errcode":0,"errmsg":"ok","userid":"zhangsan"}"#);
    assert_eq!((member.userid.as_str(), member.mobile), ("zhangsan", None));
    let full = r#"{"errcode":0,"userid":"HIDDEN","name":"HIDDEN","department":[1,2],"order":[1,2],"position":"p",
        "mobile":"HIDDEN","gender":"1","email":"HIDDEN","biz_mail":"HIDDEN","is_leader_in_dept":[1,0],
        "direct_leader":["HIDDEN"],"avatar":"HIDDEN","telephone":"HIDDEN","alias":"HIDDEN","address":"HIDDEN",
        "main_department":1,"extattr":{"attrs":[{"type":0,"name":"n","text":{"value":"HIDDEN"}}]},"status":1,
        "external_profile":{"external_corp_name":"c","wechat_channels":{"nickname":"k","status":1},
        "external_attr":[{"type":1,"name":"n","web":{"url":"u","title":"t"}},{"type":2,"name":"n",
        "miniprogram":{"appid":"a","pagepath":"p","title":"t"}}]}}"#;
    let member: Member = answer(full);
    assert_eq!((member.department.len(), member.status), (2, Some(1)));
    assert_eq!(member.external_profile.as_ref().unwrap().external_attr.len(), 2);
    assert_hidden(&member);
    let members: Members = answer(r#"{"errcode":0,"userlist":[{"userid":"a","department":null,"gender":0}]}"#);
    assert_eq!(members.userlist[0].gender.as_deref(), Some("0"));
    let names: MemberNames = answer(r#"{"errcode":0,"userlist":[{"userid":"a","name":"n","department":[1]}]}"#);
    assert_eq!(names.userlist[0].department, [1]);
    assert_eq!(query(&GetMember { userid: "a".into() }), "userid=a");
    assert_eq!(query(&ListMembers { department_id: 1 }), "department_id=1");
}

fn newcomer() -> CreateMember {
    CreateMember {
        fields: MemberFields {
            userid: "zhang.san@1".into(),
            name: Some("张三".into()),
            mobile: Some("+8613800000000".into()),
            department: Some(vec![1, 2]),
            ..MemberFields::default()
        },
        to_invite: false,
    }
}

#[test]
fn a_new_member_is_written_with_departments_as_integers() {
    assert_eq!(
        json(&newcomer()),
        r#"{"userid":"zhang.san@1","name":"张三","mobile":"+8613800000000","department":[1,2],"to_invite":false}"#
    );
    assert_eq!(newcomer().check(), Ok(()));
    let created: CreatedMember = answer(
        r#"{"errcode":0,"errmsg":"created","created_department_list":{"department_info":[{"name":"d","id":9}]}}"#,
    );
    assert_eq!(created.created_department_list.unwrap().department_info[0].id, 9);
}

#[test]
fn a_new_member_has_an_id_a_name_a_contact_and_departments() {
    let wrong: [fn(&mut MemberFields); 10] = [
        |fields| fields.userid.clear(),
        |fields| fields.userid = "a".repeat(65),
        |fields| fields.userid = ".a".into(),
        |fields| fields.userid = "张三".into(),
        |fields| fields.name = None,
        |fields| fields.name = Some("字".repeat(65)),
        |fields| fields.mobile = None,
        |fields| fields.department = Some(vec![1; 21]),
        |fields| fields.order = Some(vec![1]),
        |fields| fields.is_leader_in_dept = Some(vec![1, 0, 0]),
    ];
    for (place, change) in wrong.iter().enumerate() {
        let mut member = newcomer();
        change(&mut member.fields);
        assert!(member.check().is_err(), "{place}");
    }
    let mut member = newcomer();
    member.fields.userid = "a".repeat(64);
    member.fields.name = Some("字".repeat(64));
    member.fields.department = Some((1..=20).collect());
    assert_eq!(member.check(), Ok(()));
}

#[test]
fn an_update_writes_only_what_changes() {
    let call = UpdateMember {
        fields: MemberFields {
            userid: "u".into(),
            position: Some("p".into()),
            ..MemberFields::default()
        },
    };
    assert_eq!(
        (json(&call).as_str(), call.check()),
        (r#"{"userid":"u","position":"p"}"#, Ok(()))
    );
    assert!(UpdateMember::default().check().is_err());
}

#[test]
fn at_most_200_members_are_deleted_at_once() {
    for (count, good) in [(0, false), (1, true), (200, true), (201, false)] {
        let call = DeleteMembers {
            useridlist: vec!["u".into(); count],
        };
        assert_eq!(call.check().is_ok(), good, "{count}");
    }
}

#[test]
fn ids_are_listed_page_by_page() {
    let call = ListMemberIds {
        cursor: String::new(),
        limit: 10_000,
    };
    assert_eq!(
        (json(&call).as_str(), call.check()),
        (r#"{"cursor":"","limit":10000}"#, Ok(()))
    );
    for limit in [0, 10_001] {
        assert!(
            ListMemberIds {
                cursor: String::new(),
                limit
            }
            .check()
            .is_err()
        );
    }
    let page: MemberIds = answer(
        r#"{"errcode":0,"next_cursor":"c","dept_user":[{"userid":"a","department":1},{"userid":"a","department":"2"}]}"#,
    );
    assert_eq!(
        (page.dept_user[1].department, page.next_cursor.as_deref()),
        (2, Some("c"))
    );
    let last: MemberIds = answer(r#"{"errcode":0,"next_cursor":"","dept_user":[]}"#);
    assert_eq!(last.next_cursor, None);
}

#[test]
fn ids_are_found_and_turned_into_others() {
    assert_eq!(json(&ConvertToOpenId { userid: "u".into() }), r#"{"userid":"u"}"#);
    assert_eq!(json(&ConvertToUserId { openid: "o".into() }), r#"{"openid":"o"}"#);
    assert_eq!(json(&FindMemberByMobile { mobile: "1".into() }), r#"{"mobile":"1"}"#);
    for (email_type, good) in [(0, false), (1, true), (2, true), (3, false)] {
        let call = FindMemberByEmail {
            email: "HIDDEN".into(),
            email_type,
        };
        assert_eq!(call.check().is_ok(), good);
        assert_hidden(&call);
    }
    assert_eq!(answer::<OpenId>(r#"{"errcode":0,"openid":"o"}"#).openid, "o");
    assert_eq!(answer::<UserId>(r#"{"errcode":0,"userid":"u"}"#).userid, "u");
}
