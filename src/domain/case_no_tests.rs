use proptest::prelude::*;

use super::*;

fn read(typed: &str) -> CaseNo {
    parse(typed, 2026).unwrap_or_else(|e| panic!("{typed}: {e}"))
}

fn fault(typed: &str) -> (Part, String) {
    let error = parse(typed, 2026).expect_err(typed);
    (error.part, error.found)
}

#[test]
fn one_case_has_one_name_however_it_was_typed() {
    for typed in [
        "(2026)皖0602刑初12号",
        "（2026）皖0602刑初12号",
        "（２０２６）皖０６０２刑初１２号",
        "〔2026〕皖0602刑初12号",
        "[2026] 皖 0602 刑初 12 号",
        "2026皖0602刑初12号",
        "(2026)皖0602刑初12",
        "(2026)皖0602刑初第12号",
        "\u{FEFF}(2026)皖0602\u{200B}刑初12号\n",
    ] {
        let case = read(typed);
        assert_eq!(case.canonical, "(2026)皖0602刑初12号", "{typed:?}");
        assert_eq!((case.kind, case.as_typed.as_str()), (Kind::Court, typed));
        assert_eq!(case.warnings, [], "{typed:?}");
    }
    let case = read("（2026）皖06民终3号");
    assert_eq!(
        (case.year, case.court.as_deref(), case.type_code.as_deref()),
        (Some(2026), Some("皖06"), Some("民终"))
    );
}

#[test]
fn every_level_of_court_and_the_special_code_are_read() {
    for typed in [
        "(2019)最高法知民终2号",
        "(2020)最高法民再7号",
        "(2021)皖民申88号",
        "(2018)兵0102执异3号",
        "(2018)京73民初9号",
    ] {
        let case = read(typed);
        assert_eq!((case.canonical.as_str(), case.warnings.len()), (typed, 0));
    }
    assert_eq!(read("(2019)最高法知民终2号").type_code.as_deref(), Some("民终"));
    assert_eq!(read("(2019)最高法知民终2号").court.as_deref(), Some("最高法"));
    assert_eq!(
        read("(2022)皖0602执保5号").type_code.as_deref(),
        Some("执保"),
        "not 执 with something after it"
    );
    assert_eq!(
        read("(2016)最高法刑核05173277号").canonical,
        "(2016)最高法刑核05173277号",
        "random digits keep zeros"
    );
}

#[test]
fn types_of_every_branch_are_known() {
    let types = "行辖终 民特监 民保令 行赔申 行赔监 行赔再 司救行 司救赔 司救访 司救他 认台 认港 认澳 协外认 清终 \
                 民诉前调 民督监 刑止核 刑教解 赔辖终 委赔再 请台送 澳请调 助移赃 请外引 行保复 清监 破监 执保";
    for code in types.split_whitespace() {
        let case = read(&format!("（2026）皖06{code}7号"));
        assert_eq!(case.warnings, [], "{code}");
        assert_eq!(case.type_code.as_deref(), Some(code));
    }
    assert_eq!(read("(2026)最高法知民诉前调7号").type_code.as_deref(), Some("民诉前调"));
}

#[test]
fn unknown_codes_and_odd_numbers_are_warned_of_and_taken() {
    for unknown in ["(2026)皖0602云调12号", "(2026)皖0602刑事诉讼12号"] {
        assert_eq!(read(unknown).warnings, [Warning::UnknownType], "{unknown}");
    }
    assert_eq!(read("(2026)徽0602民初12号").warnings, [Warning::UnknownProvince]);
    let zeros = read("(2026)皖0602民初0012号");
    assert_eq!(
        (zeros.canonical.as_str(), zeros.warnings.as_slice()),
        ("(2026)皖0602民初12号", &[Warning::LeadingZero][..])
    );
    let ruling = read("(2026)皖0602执12号之一");
    assert_eq!(
        (ruling.canonical.as_str(), ruling.warnings.as_slice()),
        ("(2026)皖0602执12号", &[Warning::DocumentSuffix][..])
    );
    assert_eq!(read("(2015)皖0602民初1号").warnings, [Warning::FormOfOtherYears]);
}

#[test]
fn a_wrong_part_is_named() {
    for (typed, part, found) in [
        ("", Part::Empty, ""),
        (" 　\u{200B}", Part::Empty, ""),
        ("(26)皖0602刑初12号", Part::Year, "(26)"),
        ("(2062)皖0602刑初12号", Part::Year, "(2062)"),
        ("(20260)皖0602刑初12号", Part::Year, "(20260)"),
        ("(2026皖0602刑初12号", Part::Year, "(2026"),
        ("皖0602刑初12号", Part::Year, "皖0602刑初12号"),
        ("(2026)0602刑初12号", Part::Court, "0602"),
        ("(2026)皖062刑初12号", Part::Court, "皖062"),
        ("(2026)皖060233刑初12号", Part::Court, "皖060233"),
        ("(2026)皖06O2刑初12号", Part::Court, "皖06O2"),
        ("(2026)皖0000刑初12号", Part::Court, "皖0000"),
        ("(2026)最高法06民终1号", Part::Court, "最高法06"),
        ("(2026)皖060212号", Part::Court, "皖060212"),
        ("(2026)皖0602号", Part::Type, ""),
        ("(2026)皖0602买卖合同纠纷案12号", Part::Type, "买卖合同纠纷案"),
        ("(2026)皖0602刑初号", Part::Number, "号"),
        ("(2026)皖0602刑初", Part::Number, ""),
        ("(2026)皖0602刑初0号", Part::Number, "0"),
        ("(2026)皖0602刑初123456789号", Part::Number, "123456789"),
        ("(2026)皖0602刑初12号李某", Part::Ending, "李某"),
        ("(2026)皖0602刑初12号-", Part::Ending, "-"),
    ] {
        assert_eq!(fault(typed), (part, found.to_owned()), "{typed}");
    }
    assert_eq!(fault(&"字".repeat(61)).0, Part::TooLong);
}

#[test]
fn cases_from_before_2016_keep_their_words_and_zeros() {
    let old = read("（2014）淮民一初字第00123号");
    assert_eq!((old.kind, old.canonical.as_str()), (Kind::CourtBefore2016, "(2014)淮民一初字第00123号"));
    assert_eq!(old.warnings, []);
    assert_eq!(read("(2013)相刑初字第7号-1").warnings, [Warning::DocumentSuffix]);
    assert_eq!(read("(2020)相刑初字第7号").warnings, [Warning::FormOfOtherYears]);
    assert_eq!(fault("(2014)字第7号"), (Part::Type, String::new()));
    assert_eq!(fault("(2014)淮民一初字第号").0, Part::Number);
}

#[test]
fn documents_of_procuratorates_and_police_are_recognised() {
    let procuratorate = read("皖淮检刑诉(2026)12号");
    assert_eq!(
        (procuratorate.kind, procuratorate.canonical.as_str()),
        (Kind::Procuratorate, "皖淮检刑诉〔2026〕12号")
    );
    let police = read("淮公（刑）立字［2026］ 12 号");
    assert_eq!((police.kind, police.canonical.as_str()), (Kind::Police, "淮公(刑)立字〔2026〕12号"));
    assert_eq!(read("Ａ3406020000002026030012").kind, Kind::Police);
    assert_eq!(fault("淮公(刑)立字〔2062〕12号").0, Part::Year);
    assert_eq!(fault("皖淮检刑诉〔2026〕号").0, Part::Number);
}

#[test]
fn what_has_no_grammar_is_taken_only_when_asked() {
    assert!(parse("信访件(立案前)", 2026).is_err());
    let case = free(" 信访件（立案前）").unwrap();
    assert_eq!((case.kind, case.canonical.as_str()), (Kind::Free, "信访件(立案前)"));
    assert!(free("").is_err());
}

proptest! {
    #[test]
    fn anything_typed_gets_an_answer_and_a_canonical_form_is_final(
        near in "[（(〔]?[0-9０-９]{0,5}[)）〕]?[皖最高法检公A]{0,3}[0-9]{0,5}[刑民初终字第知]{0,5}[0-9]{0,9}[号之一-]{0,3}",
        far in ".{0,30}",
    ) {
        for text in [near, far] {
            if let Ok(case) = parse(&text, 2026) {
                let again = parse(&case.canonical, 2026).unwrap();
                prop_assert_eq!(again.canonical, case.canonical);
                prop_assert_eq!(again.kind, case.kind);
            }
        }
    }
}
