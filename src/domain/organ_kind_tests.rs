use super::*;
use crate::domain::codes;

fn rules(organ: &str, kind: &str) -> &'static CommitteeRules {
    of(organ).unwrap().committee(kind).unwrap()
}

#[test]
fn every_kind_of_organ_is_whole() {
    check().unwrap();
    for row in codes::list("organ_kind").rows() {
        let organ = of(&row.code).unwrap();
        let levels: Vec<_> = organ.ladder.iter().map(|l| &l.code).collect();
        let all: Vec<_> = codes::list("ladder").rows().iter().map(|r| &r.code).collect();
        assert_eq!(levels, all, "{}: the whole ladder, in order", organ.code);
        for word in
            ["chief", "deputy", "case_handler", "division", "discipline", "application", "case_management"]
        {
            for lang in Lang::ALL {
                assert!(organ.term(word, lang).is_some_and(|w| !w.is_empty()), "{} {word}", organ.code);
            }
        }
        assert!(!organ.committees.is_empty());
        for rules in &organ.committees {
            assert!(codes::list("CL24").get(&rules.kind).is_some(), "{}", rules.kind);
        }
    }
    for kind in codes::list("CL24").rows() {
        assert!(
            all().iter().any(|organ| organ.committee(&kind.code).is_some()),
            "{} has rules nowhere",
            kind.code
        );
    }
}

#[test]
fn every_point_of_a_body_says_where_it_comes_from() {
    for rules in all().iter().flat_map(|organ| &organ.committees) {
        let json = serde_json::to_value(rules).unwrap();
        for point in json.as_object().unwrap().keys() {
            let plain = matches!(point.as_str(), "kind" | "zh" | "en" | "cite");
            let cited = rules.cites.iter().filter(|c| c.on.contains(point)).count();
            assert!(plain || cited == 1, "{} {point} cited {cited} times", rules.kind);
        }
        for cite in &rules.cites {
            assert!(cite.on.iter().all(|point| json.get(point).is_some()), "{}: {:?}", rules.kind, cite.on);
        }
    }
    assert!(!rules("COURT", "AC_FULL").verified());
}

#[test]
fn titles_are_the_organs_own() {
    assert_eq!(of("POLICE").unwrap().level("VICE_CHIEF", Lang::Zh), Some("分管副局长"));
    assert_eq!(of("PROCURATORATE").unwrap().term("chief", Lang::En), Some("Chief procurator"));
    assert_eq!(of("COURT").unwrap().level("KING", Lang::Zh), None);
    assert!(of("TAX").is_none());
}

#[test]
fn half_and_more_than_half_differ_where_it_matters() {
    assert!(!Share::MoreThanHalf.met(4, 8) && Share::AtLeastHalf.met(4, 8));
    assert!(Share::MoreThanHalf.met(5, 9) && !Share::MoreThanHalf.met(4, 9));
    assert!(Share::AtLeastHalf.met(5, 9) && !Share::AtLeastHalf.met(4, 9));
    assert_eq!([7, 8, 9].map(|n| Share::AtLeastTwoThirds.of(n)), [5, 6, 6]);
    for share in [Share::MoreThanHalf, Share::AtLeastHalf, Share::AtLeastTwoThirds] {
        assert!(!share.met(0, 0), "a body without members decides nothing");
        assert!(share.met(u32::MAX, u32::MAX) && share.met(1, 1) && !share.met(0, 1));
    }
}

#[test]
fn the_majority_is_of_all_members_absent_and_recused_included() {
    let court = rules("COURT", "AC_FULL");
    assert_eq!(court.votes_needed(9, 0), Some(5));
    assert_eq!(court.votes_needed(9, 2), Some(5), "recusal does not make it easier");
    let mut lenient = court.clone();
    lenient.recused_in_denominator = false;
    assert_eq!(lenient.votes_needed(9, 2), Some(4));
    assert_eq!(rules("COURT", "PJM").votes_needed(9, 0), None, "advice only");
}

#[test]
fn an_absentee_counts_in_one_body_and_not_in_the_other() {
    assert_eq!(rules("PROCURATORATE", "PCOM").absentee_written, Absentee::Count);
    assert_eq!(rules("PROCURATORATE", "PG").absentee_written, Absentee::RecordOnly);
    let after = &rules("PROCURATORATE", "PCOM").no_majority;
    assert_eq!(after, &[NoMajority::WrittenOpinions, NoMajority::ReferUp]);
    assert!(
        rules("PROCURATORATE", "PCOM").chief_may_refer_up && !rules("COURT", "AC_FULL").chief_may_refer_up
    );
    assert_eq!(rules("COURT", "AC_SPEC").no_majority, [NoMajority::FullCommittee]);
    assert_eq!(rules("JUSTICE", "PG").quorum_personnel, Some(Share::AtLeastTwoThirds));
}

#[test]
fn a_number_is_written_in_the_organs_form_and_outgrows_its_zeros() {
    let court = of("COURT").unwrap();
    assert_eq!(court.record_no("淮示法", 2026, 17), "〔2026〕淮示法过问第000017号");
    assert_eq!(court.record_no("淮示法", 2026, 1_234_567), "〔2026〕淮示法过问第1234567号");
    assert_eq!(
        court.record_no("{n:06}", 2026, 1),
        "〔2026〕{n:06}过问第000001号",
        "a short name is only a name"
    );
    let json = serde_json::to_string(court).unwrap();
    assert_eq!(&serde_json::from_str::<OrganKind>(&json).unwrap(), court);
}
