//! Every form by which somebody is called, over every surname of the training court and of the shipped
//! example; and what is near to each and means nobody.

use liuhen::demo::{Plan, make};
use liuhen::domain::name::{Directory, Place, Reading, surname, traced};
use liuhen::domain::organ::{Organ, Person, Unit};
use pinyin::ToPinyinMulti;
use std::collections::BTreeSet;
use std::fmt::Write;
use std::sync::LazyLock;

static COURT: LazyLock<Organ> = LazyLock::new(|| {
    let place = tempfile::tempdir().unwrap();
    let plan = Plan { records: 1, ..Plan::court(crate::common::NOW) };
    make(&place.path().join("register"), &plan).unwrap().organ().as_ref().clone()
});

/// The people and units of the example that `init` gives out.
static EXAMPLE: LazyLock<Organ> = LazyLock::new(|| {
    let file: toml::Value = toml::from_str(include_str!("../../assets/init/zh.toml")).unwrap();
    let people: Vec<Person> = file["person"].clone().try_into().unwrap();
    let units: Vec<Unit> = file["unit"].clone().try_into().unwrap();
    let mut organ = COURT.clone();
    organ.name = file["name"].as_str().unwrap().to_owned();
    organ.short = file["short"].as_str().unwrap().to_owned();
    organ.people = people.into_iter().map(|p| (p.id.clone(), p)).collect();
    organ.units = units.into_iter().map(|u| (u.id.clone(), u)).collect();
    organ.former.clear();
    organ
});

fn read(directory: &Directory, text: &str, place: Place, by: Reading) -> BTreeSet<String> {
    let hits = directory.read(text, &traced(text), place, by);
    hits.into_iter().map(|h| h.person.0).collect()
}

const UNSAID: Place = Place::Named { own: false, outside: false };

/// Every way to spell a part of a name, ü as u, v, yu and ü.
fn spelled(part: &str) -> Vec<String> {
    let mut all = vec![String::new()];
    for c in part.chars() {
        let sounds: BTreeSet<String> =
            c.to_pinyin_multi().into_iter().flatten().map(|p| p.plain().to_owned()).collect();
        let typed = |s: &String| -> BTreeSet<String> {
            ["u", "v", "yu", "ü"].iter().map(|u| s.replace('ü', u)).collect()
        };
        let sounds: Vec<String> = sounds.iter().flat_map(typed).collect();
        all = all.iter().flat_map(|a| sounds.iter().map(move |s| format!("{a}{s}"))).collect();
    }
    all.retain(|s| !s.is_empty());
    all
}

/// Holds for each person of both organs what `forms` makes of his surname and his given name.
fn everybody(place: Place, forms: impl Fn(&str, &str) -> Vec<String>) {
    let mut fell = String::new();
    let mut count = 0;
    for organ in [&*COURT, &*EXAMPLE] {
        let directory = Directory::of(organ);
        for person in organ.people.values() {
            let Some(family) = surname(&person.name) else { continue };
            for text in forms(family, &person.name[family.len()..]) {
                count += 1;
                if !read(&directory, &text, place, Reading::Six).contains(person.id.as_str()) {
                    writeln!(fell, "{} {text}", person.name).unwrap();
                }
            }
        }
    }
    assert!(fell.is_empty() && count > 80, "{count}\n{fell}");
}

#[test]
fn a_name_partly_in_pinyin_means_its_bearer_by_every_reading() {
    everybody(Place::Running, |family, given| {
        let end = "打过招呼。";
        let mut all: Vec<String> = spelled(family).iter().map(|f| format!("{f}{given}{end}")).collect();
        all.extend(spelled(given).iter().map(|g| format!("{family}{g}{end}")));
        let signs: Vec<char> = given.chars().collect();
        if let [first, second] = signs[..] {
            let (one, two) = (spelled(&first.to_string()), spelled(&second.to_string()));
            all.extend(one.iter().map(|g| format!("昨天{family}{g}{second}{end}")));
            all.extend(two.iter().map(|g| format!("昨天{family}{first}{g}{end}")));
        }
        all
    });
}

#[test]
fn a_given_name_in_pinyin_means_its_bearer_where_somebody_speaks_for_another() {
    everybody(Place::Running, |_, given| {
        let signs: Vec<String> = given.chars().map(|c| c.to_string()).collect();
        let parts: Vec<Vec<String>> = signs.iter().map(|s| spelled(s)).collect();
        let whole = |with: &str| match &parts[..] {
            [one] => one.clone(),
            [one, two] => one.iter().flat_map(|a| two.iter().map(move |b| format!("{a}{with}{b}"))).collect(),
            _ => Vec::new(),
        };
        let spelled = ["", " ", "-"].iter().flat_map(|with| whole(with));
        let says = ["让他来问。", "托人来问。", "说要关照。", "请法院关照。", "叫他来的。"];
        spelled.flat_map(|g| says.iter().map(move |s| format!("{g}{s}"))).collect()
    });
}

#[test]
fn tones_and_capitals_do_not_hide_a_given_name_in_pinyin() {
    let directory = Directory::of(&COURT);
    for (text, who) in [
        ("chángqīng让他来问。", "gu_cq"),
        ("Cháng Qīng让他来问。", "gu_cq"),
        ("chang2 qing1让他来问。", "gu_cq"),
        ("shǒuyī让他来问。", "qian_sy"),
        ("来电人说Shou-yi托他来的。", "qian_sy"),
        ("siqi让他来问。", "he_sq"),
        ("yan让他来问。", "liu_yan"),
        ("Mr Lü asked.", "lv_hf"),
        ("Ms Lü called.", "lv_hf"),
        ("Judge Lü called.", "lv_hf"),
        ("Judge Lyu called.", "lv_hf"),
    ] {
        let found = liuhen::domain::name::readings(text)
            .iter()
            .any(|text| read(&directory, text, Place::Running, Reading::Six).contains(who));
        assert!(found, "{text}");
    }
}

#[test]
fn old_little_and_big_before_a_surname_mean_whoever_bears_it() {
    everybody(Place::Running, |family, _| {
        let old = [
            "都打过招呼。",
            "他们都说了。",
            "也知道。",
            "的意思。",
            "让他来问。",
            "（保管）打过招呼",
            "那里有材料",
        ];
        let mut all: Vec<String> =
            ["老", "小"].iter().flat_map(|o| old.iter().map(move |e| format!("{o}{family}{e}"))).collect();
        all.extend(
            ["说要关照。", "都说了。", "打过招呼。", "也让人来问。"].iter().map(|e| format!("大{family}{e}")),
        );
        all.push(format!("昨天老{family}。"));
        all.push(format!("他和老{family}一起来的。"));
        all.push(format!("是从老{family}那里听说的。"));
        all
    });
}

#[test]
fn an_address_and_a_rank_behind_a_surname_mean_whoever_bears_it() {
    everybody(Place::Running, |family, _| {
        let addresses = ["叔叔", "伯伯", "姐姐", "阿姨", "哥哥", "庭长", "副庭长"];
        let mut all: Vec<String> = addresses.iter().map(|a| format!("{family}{a}打过招呼。")).collect();
        all.push(format!("{family}副庭长来电，要求关照。"));
        all
    });
}

#[test]
fn a_row_that_does_not_say_outsider_is_read_as_the_content_is() {
    let rows = |family: &str, _: &str| -> Vec<String> {
        ["法官", "处长", "先生", "女士", "总", "xx", "某某", "哥"]
            .iter()
            .map(|a| format!("{family}{a}"))
            .collect()
    };
    everybody(UNSAID, rows);
    let directory = Directory::of(&COURT);
    let outside = Place::Named { own: false, outside: true };
    for row in ["白法官", "顾处长", "顾先生", "顾某某"] {
        assert!(read(&directory, row, outside, Reading::Six).is_empty(), "{row}");
    }
}

#[test]
fn a_given_name_of_one_means_its_bearer_where_people_are_called() {
    everybody(Place::Running, |_, given| {
        let mut signs = given.chars();
        match (signs.next(), signs.next()) {
            // 正让他来问 is a sentence of its own.
            (Some('正'), None) => vec!["正哥打过招呼。".to_owned()],
            (Some(c), None) => ["哥打过招呼。", "姐说要关照。", "让他来问。", "托人带话。"]
                .iter()
                .map(|e| format!("{c}{e}"))
                .collect(),
            _ => vec![format!("{given}让他来问。")],
        }
    });
}

#[test]
fn a_title_behind_a_surname_that_no_holder_has_asks_those_of_the_surname_alone() {
    let directory = Directory::of(&COURT);
    let mut surnames: BTreeSet<&str> = COURT.people.values().filter_map(|p| surname(&p.name)).collect();
    surnames.retain(|s| *s != "欧阳");
    for family in surnames {
        let of: BTreeSet<String> = COURT
            .people
            .values()
            .filter(|p| surname(&p.name) == Some(family))
            .map(|p| p.id.0.clone())
            .collect();
        for text in [format!("{family}庭长打过招呼。"), format!("{family}副庭长来电，要求关照。")]
        {
            let found = read(&directory, &text, Place::Running, Reading::Six);
            assert!(!found.is_empty() && found.is_subset(&of), "{text}: {found:?}");
        }
    }
    let heads = read(&directory, "庭长让我关照一下。", Place::Running, Reading::Six);
    assert!(heads.len() > 5 && !heads.contains("lei_wa"), "{heads:?}");
    for text in ["对方庭长打过招呼。", "时任庭长打过招呼。", "原庭长打过招呼。"] {
        assert_eq!(read(&directory, text, Place::Running, Reading::Six), heads, "{text}");
    }
}

/// By the reading of version 5 none of this was read: what was written then is judged by it for ever.
#[test]
fn what_was_written_before_is_read_as_it_was_then() {
    let directory = Directory::of(&COURT);
    for text in ["顾chang青打过招呼。", "老白都打过招呼。", "大顾都说了。", "yan让他来问。", "Mr Lü asked."]
    {
        assert!(read(&directory, text, Place::Running, Reading::Four).is_empty(), "{text}");
        assert!(!read(&directory, text, Place::Running, Reading::Six).is_empty(), "{text}");
    }
    assert!(read(&directory, "我当场向庭长报告。", Place::Running, Reading::Four).len() > 5);
}

#[test]
fn what_is_near_to_a_form_means_nobody() {
    let directory = Directory::of(&COURT);
    for text in [
        // What only hears, or does its work.
        "我当场向庭长报告。",
        "已向庭长作了报告。",
        "向庭长作了报告",
        "当天我已口头向副庭长汇报。",
        "保管员已收到材料原件。",
        "执行员正在外地执行，未接到电话。",
        "法官助理接的电话。",
        // Words that begin like a nickname, or end like one.
        "老师都来了。",
        "小时候就认识。",
        "老家的房子要拍卖。",
        "大家都说可以等。",
        "养老金都交了。",
        "大小金额都对不上。",
        "小金库的事已另案处理。",
        "老实人吃亏。",
        "大水冲了农田。",
        "大方承认欠款。",
        // Letters that are no name.
        "Please let him come.",
        "他用的是vivo手机。",
        "材料在U盘里，请查收。",
        // Given names of one that are words.
        "和平让人安心。",
        "大哥打过招呼。",
        "小姐说要等。",
    ] {
        let found = read(&directory, text, Place::Running, Reading::Six);
        assert!(found.is_empty(), "{text}: {found:?}");
    }
}

#[test]
fn whoever_asks_through_a_head_still_means_him() {
    let directory = Directory::of(&COURT);
    for text in [
        "庭长让我关照一下。",
        "我向庭长报告，庭长让我关照。",
        "他已经向庭长打过招呼。",
        "来人说向庭长报告过了。",
        "保管员打过招呼。",
        "保管员已收到红包，让我关照。",
        "专职委员打过招呼。",
        "检委会专委打过招呼。",
        "审委会专委托他问。",
    ] {
        assert!(!read(&directory, text, Place::Running, Reading::Six).is_empty(), "{text}");
    }
}
