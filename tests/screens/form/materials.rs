//! Materials read, pasted and waited for on the screen.

use crate::form::bench::{Court, Session, court};
use liuhen::domain::command::{Actor, Command};
use liuhen::domain::event::Means;
use liuhen::domain::lang::Lang;
use liuhen::domain::record::{Attachment, RecordCommand};
use liuhen::office::{Expected, Receipt};
use std::fs;
use std::path::{Path, PathBuf};

fn reads(court: &Court, kind: &str) -> usize {
    let audit = Actor::person(&"cus1".into(), Means::Training);
    let looks = court.office(9).looks(&audit, None, 500).unwrap();
    looks.iter().filter(|l| l.kind == kind).count()
}

/// A record by the judge with these materials: kind, title, bytes.
fn with(court: &Court, materials: &[(&str, &str, &[u8])]) -> Receipt {
    let mut office = court.office(41);
    let actor = Actor::person(&"judge".into(), Means::Training);
    let mut text = crate::form::bench::whole_text();
    for (kind, title, bytes) in materials {
        let (hash, size) = office.keep_material(&actor, &mut &bytes[..], &Default::default()).unwrap();
        text.attachments.push(Attachment {
            kind: (*kind).to_owned(),
            title: (*title).to_owned(),
            hash: Some(hash),
            size,
            original_location: "办公手机".to_owned(),
            medium: String::new(),
            file_destination: String::new(),
        });
    }
    let act = RecordCommand::Submit { text: Box::new(text) };
    office.act(&actor, &Command::Record { record: None, act }).unwrap()
}

fn file_of(dir: &Path, bytes: &[u8]) -> Option<PathBuf> {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            if let Some(found) = file_of(&path, bytes) {
                return Some(found);
            }
        } else if fs::read(&path).unwrap() == bytes {
            return Some(path);
        }
    }
    None
}

fn opens(court: &Court, who: &str, keys: &str) -> (Session, String) {
    let mut s = court.sits(who, Lang::Zh, (80, 24));
    let screen = s.types(&format!("2<enter>M{keys}"));
    (s, screen)
}

const GB: &[u8] = b"\xd5\xc5\xc8\xfd 10:02\r\n\xc7\xeb\xb9\xd8\xd5\xd5\xd2\xbb\xcf\xc2"; // 张三 10:02, 请关照一下

#[test]
fn words_are_read_on_the_screen_whatever_they_were_written_in_and_each_look_is_noted() {
    let court = court();
    with(&court, &[("CHATLOG", "微信聊天", GB), ("TEXT", "便条", "第二份\u{1b}[31m".as_bytes())]);
    let (mut s, list) = opens(&court, "cus1", "");
    assert!(list.contains("聊天记录导出") && list.contains("微信聊天") && list.contains("便条"), "{list}");
    assert_eq!(reads(&court, "material"), 0, "a list opens nothing");
    let read = s.types("<enter>");
    for wanted in ["请关照一下", "GB18030", "办公手机", "已写入查阅日志"] {
        assert!(read.contains(wanted), "{wanted}\n{read}");
    }
    assert_eq!(reads(&court, "material"), 1);
    let english = s.types("<f9>");
    assert!(english.contains("请关照一下") && english.contains("Kept since"), "{english}");
    assert_eq!(reads(&court, "material"), 1, "another language is no other look");
    let next = s.types("<f9><right>");
    assert!(next.contains("第二份‹U+001B›[31m"), "{next}");
    assert_eq!(reads(&court, "material"), 2);
}

#[test]
fn of_a_picture_is_said_what_it_is_and_how_it_is_fetched() {
    let court = court();
    let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x02\x80\0\0\x01\xe0\x08\x02\0\0\0";
    let record = with(&court, &[("AUDIO", "录音", png)]);
    let (_, screen) = opens(&court, "cus1", "<enter>");
    let take = format!("liuhen record material {} 1 > ", record.ref_.unwrap());
    for wanted in ["640 x 480", "image/png", "登记为录音，内容却是图片", take.as_str()] {
        assert!(screen.contains(wanted), "{wanted}\n{screen}");
    }
}

#[test]
fn damaged_and_missing_bytes_are_said_and_not_shown() {
    let court = court();
    with(&court, &[("TEXT", "甲", b"the letter"), ("TEXT", "乙", b"another")]);
    let materials = court.dir().join("materials");
    let first = file_of(&materials, b"the letter").unwrap();
    let mut mode = fs::metadata(&first).unwrap().permissions();
    std::os::unix::fs::PermissionsExt::set_mode(&mut mode, 0o600);
    fs::set_permissions(&first, mode).unwrap();
    fs::write(&first, b"the Letter").unwrap();
    fs::remove_file(file_of(&materials, b"another").unwrap()).unwrap();
    let (mut s, screen) = opens(&court, "cus1", "<enter>");
    assert!(screen.contains("字节已损坏") && !screen.contains("the Letter"), "{screen}");
    let screen = s.types("<right>");
    assert!(screen.contains("文件不见了"), "{screen}");
    assert_eq!(reads(&court, "material"), 2, "that somebody tried is noted too");
}

#[test]
fn words_are_pasted_into_a_record_that_is_there() {
    let court = court();
    let record = court.submitted(false);
    let mut s = court.sits("judge", Lang::Zh, (80, 24));
    let ways = s.types("2<enter>m");
    assert!(ways.contains("粘贴文字") && ways.contains("只有纸质原件"), "{ways}");
    let asked = s.types("1<f2>");
    assert!(asked.contains("材料名称") && asked.contains("材料类型"), "{asked}");
    s.at("材料类型").types("聊天<enter>");
    s.at("材料名称").types("微信聊天");
    s.at("原件存放处").types("办公手机");
    s.at("文字").types("<paste>张三 10:02\r\n请关照一下</paste>");
    let done = s.types("<f2>");
    assert!(done.contains("核验码"), "{done}");
    let kept = court.record(&record).text.attachments;
    assert_eq!((kept.len(), kept[0].kind.as_str(), kept[0].title.as_str()), (1, "CHATLOG", "微信聊天"));
    let (_, screen) = opens(&court, "cus1", "<enter>");
    assert!(screen.contains("请关照一下"), "{screen}");
}

/// What is pasted into a form that is not submitted yet is nowhere but in the draft.
#[test]
fn words_are_pasted_before_a_record_is_submitted_and_kept_with_the_draft() {
    let court = court();
    let mut s = court.sits("judge", Lang::Zh, (80, 24));
    crate::form::fills(&mut s);
    s.walks_to("粘贴文字材料");
    s.types("<enter>");
    s.at("材料名称").types("短信");
    s.at("原件存放处").types("本人手机");
    s.at("文字").types("<paste>请多关照</paste><hangup>");
    drop(s);
    let materials = court.dir().join("materials");
    assert!(!materials.exists() || file_of(&materials, "请多关照".as_bytes()).is_none());
    let mut s = court.sits("judge", Lang::Zh, (80, 24));
    let again = s.types("<enter>");
    assert!(again.contains("请多关照"), "{again}");
    let done = s.types("<f2><f2><f2>");
    assert!(done.contains("核验码"), "{done}");
    let kept = &court.only_record().text.attachments[0];
    assert_eq!((kept.title.as_str(), kept.kind.as_str(), kept.size), ("短信", "CHATLOG", 12));
    assert!(file_of(&materials, "请多关照".as_bytes()).is_some());
}

/// Two people agree to a supplement only if they can read what it brings.
#[test]
fn a_material_that_waits_with_a_supplement_is_read_by_those_who_agree_to_it() {
    let court = court();
    let record = court.submitted(false);
    for who in ["cus1", "cus2"] {
        court.confirms(who, &record);
    }
    let mut s = court.sits("judge", Lang::Zh, (80, 24));
    s.types("2<enter>M+1");
    s.at("材料类型").types("文本<enter>");
    s.at("材料名称").types("次日短信");
    s.at("原件存放处").types("本人手机");
    s.at("文字").types("<paste>昨天说的事怎样了</paste>");
    s.at("理由").types("次日又来");
    let done = s.types("<f2>");
    assert!(done.contains("核验码"), "{done}");
    let (_, screen) = opens(&court, "cus1", "<enter>");
    assert!(screen.contains("昨天说的事怎样了") && screen.contains("待确认（第1次"), "{screen}");
}

/// A material shows names: whoever sees them masked opens none, and is told why.
#[test]
fn whoever_sees_no_names_opens_no_material() {
    let court = court();
    court.submitted_with(|text| text.urgent = true);
    let (_, screen) = opens(&court, "head", "");
    assert!(screen.contains("不能打开材料"), "{screen}");
}

/// A file comes under a code of the person's own, is shown when it is there, and becomes an act by his
/// hand; before that nothing of it is in the record.
#[test]
fn a_file_comes_from_ones_own_computer_by_one_line_and_is_accepted_on_the_screen() {
    let court = court();
    let record = court.submitted(false);
    let mut s = court.sits("judge", Lang::Zh, (80, 24));
    let told = s.types("2<enter>m3");
    let line = told.lines().find(|l| l.contains("liuhen record send ")).unwrap_or_else(|| panic!("{told}"));
    let code = line.split_whitespace().nth(3).unwrap().to_owned();
    let other = Actor::person(&"head".into(), Means::Training);
    let mine = Actor::person(&"judge".into(), Means::Training);
    let mut far = court.office(77);
    // Another's key, another code, half of it: nothing.
    assert!(far.receive_file(&other, &code, &mut &b"x"[..], &Default::default()).is_err());
    assert!(far.receive_file(&mine, "7K3M9Q2XA", &mut &b"x"[..], &Default::default()).is_err());
    let all = Expected { size: Some(9), sha256: None };
    assert!(far.receive_file(&mine, &code, &mut &b"half"[..], &all).is_err());
    let waits = s.types("<wake>");
    assert!(waits.contains("record send") && !waits.contains("已收到"), "{waits}");
    far.receive_file(&mine, &code.to_lowercase(), &mut &b"the photo"[..], &all).unwrap();
    assert!(far.receive_file(&mine, &code, &mut &b"the photo"[..], &all).is_err(), "a code takes one file");
    assert!(court.record(&record).text.attachments.is_empty());
    let came = s.types("<wake>");
    assert!(came.contains("已收到") && came.contains("9 字节"), "{came}");
    // Who goes away first finds it again.
    s.types("<esc>");
    let again = s.types("m3");
    assert!(again.contains("已收到"), "{again}");
    s.types("<enter>");
    s.at("材料类型").types("照片<enter>");
    s.at("材料名称").types("来访照片");
    s.at("原件存放处").types("办公手机");
    let done = s.types("<f2>");
    assert!(done.contains("核验码"), "{done}");
    let kept = &court.record(&record).text.attachments[0];
    assert_eq!((kept.kind.as_str(), kept.title.as_str(), kept.size), ("PHOTO", "来访照片", 9));
    // The next one has a code of its own, and waiting for it is no draft.
    let next = s.types("m3");
    assert!(next.contains("record send") && !next.contains(&code), "{next}");
    let desk = s.types("<esc><esc>1");
    assert!(!desk.contains("草稿"), "{desk}");
}
