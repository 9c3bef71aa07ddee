//! The registration form of a record, made by the program and taken apart by others: everything that `show`
//! tells this person stands on it, every field of the provisions too, and nothing that he is not shown.

use crate::skip::skip;
use crate::{common, line};

use line::{Place, SAMPLE, Said, run, text};
use liuhen::domain::lang::Lang;
use liuhen::domain::read::{Read, ReadBody};
use liuhen::domain::record::sheet::rows_of;
use liuhen::domain::record::streams;
use std::path::Path;
use std::process::Command;

/// Text without blanks and line ends: programs break lines where they like.
fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// What `pdftotext` reads.
fn of_pdf(path: &Path) -> Option<String> {
    let Ok(out) = Command::new("pdftotext").args(["-raw", "-enc", "UTF-8"]).arg(path).arg("-").output()
    else {
        skip("pdftotext is not installed: printed forms were not read back from PDF");
        return None;
    };
    assert!(out.status.success(), "{out:?}");
    Some(bare(&String::from_utf8(out.stdout).unwrap()))
}

/// The words of a DOCX, from its parts.
fn of_docx(path: &Path) -> String {
    let mut zip = zip::ZipArchive::new(std::fs::File::open(path).unwrap()).unwrap();
    let mut all = String::new();
    for part in ["word/document.xml", "word/footer1.xml"] {
        let xml = std::io::read_to_string(zip.by_name(part).unwrap()).unwrap();
        let words = xml.split('<').filter_map(|tag| tag.split_once('>')).map(|(_, words)| words);
        words.for_each(|w| all.push_str(w));
    }
    bare(&all.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&"))
}

fn print(p: &Place, who: &str, no: &str, out: &Path) -> Said {
    p.by(who, &["print", no, "--for", "副卷", "--why", "装订", "--out", out.to_str().unwrap()])
}

#[test]
fn all_that_show_tells_stands_on_the_form_in_the_order_of_the_provisions() {
    let p = Place::training();
    let (no, revision) = p.record(&[]);
    p.confirm("custodian1", &no, &revision, &[]).ok();
    p.confirm("custodian2", &no, &revision, &["--last4", &no[no.len() - 4..]]).ok();
    let shown = p.by("judge", &["--json", "show", &no]).ok().json();
    let record = &shown["record"];
    let person = &record["text"]["people"][0];
    let code = text(&shown["story"].as_array().unwrap().last().unwrap()["check_code"]);
    let wanted = [
        &record["record_no"],
        &record["revision"],
        &record["recorder"],
        &person["name"],
        &person["unit"],
        &person["post"],
        &record["text"]["case_no"],
        &record["text"]["content"],
    ];
    let mut wanted: Vec<String> = wanted.into_iter().map(text).collect();
    wanted.extend([code, "第 1 份".to_owned(), "给副卷".to_owned(), "装订".to_owned()]);
    let (pdf, docx) = (p.path("表.pdf"), p.path("表.docx"));
    print(&p, "judge", &no, &pdf).ok();
    print(&p, "judge", &no, &docx).ok();
    let stream = streams::of(record["stream"].as_str().unwrap());
    let labels = rows_of(stream).map(|row| row.label(stream, Lang::Zh));
    let labels: Vec<String> = labels.map(bare).collect();
    assert!(labels.len() > 20, "{labels:?}");
    let read = of_pdf(&pdf).into_iter().map(|words| (words, true));
    for (words, is_first) in read.chain([(of_docx(&docx), false)]) {
        for value in wanted.iter().filter(|v| is_first || *v != "第 1 份") {
            assert!(words.contains(&bare(value)), "{value} is not in {words}");
        }
        assert!(words.contains(if is_first { "第1份" } else { "第2份" }), "{words}");
        let mut rest = words.as_str();
        // Above the fields stands the title, which may say the same words.
        rest = rest.split_once("版本：").unwrap().1;
        for label in &labels {
            rest =
                rest.split_once(label.as_str()).unwrap_or_else(|| panic!("{label} is not next in {rest}")).1;
        }
    }
}

#[test]
fn what_one_is_not_shown_is_not_printed_and_who_printed_what_for_whom_is_in_the_log() {
    let court = common::stories_copy();
    let by = |who: &str, args: &[&str]| {
        let dir = court.dir().to_str().unwrap();
        let line = ["--register", dir, "--now", "2026-11-20 10:00", "--as", who];
        line::run(&[&line, args].concat(), SAMPLE)
    };
    // The head of a unit sees what weighs, and of names the first letter.
    let new = ["record", "new", "--from", "-", "--set", "effect=AFFECTED"];
    let no = text(&by("wang_fg", &[&["--json"], &new[..]].concat()).ok().json()["ref"]);
    let shown = by("song_mr", &["--json", "show", &no]).ok().json();
    assert_eq!(shown["record"]["names"], "masked");
    let masked = text(&shown["record"]["text"]["people"][0]["name"]);
    let place = tempfile::tempdir().unwrap();
    let docx = place.path().join("遮.docx");
    let out = docx.to_str().unwrap();
    by("song_mr", &["print", &no, "--for", "副卷", "--why", "装订", "--out", out]).ok();
    let words = of_docx(&docx);
    assert!(words.contains(&masked) && !words.contains("张三"), "{words}");
    assert!(words.contains("人员姓名按打印人所见遮蔽"), "{words}");
    // Who recorded it is asked for otherwise, with a purpose.
    assert!(!words.contains("王方国"), "{words}");
    let db = rusqlite::Connection::open(court.dir().join("register.db")).unwrap();
    let last = "SELECT body FROM event WHERE log = 2 ORDER BY seq DESC LIMIT 1";
    let body: Vec<u8> = db.query_row(last, [], |row| row.get(0)).unwrap();
    let noted: ReadBody = serde_json::from_slice(&body).unwrap();
    let (sheet, to, purpose) = ("form.EXT".to_owned(), "副卷".to_owned(), "装订".to_owned());
    assert_eq!(noted.read, Read::Printed { sheet, to, purpose, copy: 1 });
    line::run(&["--register", court.dir().to_str().unwrap(), "verify"], "").ok();
}

#[test]
fn what_can_be_wrong_with_the_place_costs_no_number_and_what_fails_after_it_is_told_with_it() {
    let p = Place::training();
    let (no, _) = p.record(&[]);
    for out in [p.path("nowhere/表.pdf"), p.path(&"n".repeat(250)), p.path(&"n".repeat(300))] {
        let said = print(&p, "judge", &no, &out);
        assert!(said.code != 0 && said.out.is_empty(), "{said:?}");
    }
    for out in ["form.xlsx", "form.doc", "form.csv"] {
        let said = print(&p, "judge", &no, &p.path(out)).ended(5);
        assert!(said.err.contains(".pdf .docx .txt"), "{said:?}");
    }
    let said =
        p.by("judge", &["print", &no, "--for", "副卷", "--why", "装订", "--format", "xlsx", "--out", "-"]);
    assert!(said.code == 5 && said.err.contains("pdf docx txt"), "{said:?}");
    let made = print(&p, "judge", &no, &p.path("表.pdf")).ok();
    assert!(made.out.contains("第 1 份"), "{made:?}");
    // No file of this process may grow beyond what the register's own need: noted it is, and not written.
    let line = format!(
        "ulimit -f 48; {} --register {} --as judge print {no} --for 副卷 --why 装订 --out {}",
        env!("CARGO_BIN_EXE_liuhen"),
        p.dir(),
        p.path("二.pdf").display()
    );
    let done = Command::new("bash").args(["-c", &line]).output().unwrap();
    let err = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.code() == Some(75) && err.contains("第 2 份已写入查阅日志"), "{err}");
    let left: Vec<_> = std::fs::read_dir(p.temp.path()).unwrap().flatten().map(|e| e.file_name()).collect();
    assert!(!left.iter().any(|n| n.to_string_lossy().contains("二.pdf")), "{left:?}");
}

#[test]
fn a_list_leaves_as_it_is_sorted_and_another_library_reads_it() {
    use calamine::{DataType, Reader, Xlsx, open_workbook};
    let p = Place::training();
    let names: Vec<String> = (0..3).map(|_| p.record(&[]).0).collect();
    let out = p.path("清单.xlsx");
    p.by("judge", &["list", "--out", out.to_str().unwrap(), "--columns", "ref,occurred,inquirer"]).ok();
    let mut book: Xlsx<_> = open_workbook(&out).unwrap();
    let sheet = book.worksheet_range_at(0).unwrap().unwrap();
    let cells: Vec<Vec<String>> =
        sheet.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect();
    assert_eq!(cells[1], ["编号", "过问时间", "过问人"]);
    let listed = p.by("judge", &["--json", "list"]).ok().out;
    let order: Vec<String> =
        listed.lines().map(|l| text(&serde_json::from_str::<serde_json::Value>(l).unwrap()["ref"])).collect();
    assert_eq!(cells[2..].iter().map(|row| row[0].clone()).collect::<Vec<_>>(), order);
    assert_eq!(order.len(), names.len());
    assert!(sheet.get((2, 1)).unwrap().is_datetime(), "{cells:?}");
    // What a program reads by its names is spelled as it was.
    let csv = p.by("judge", &["list", "--csv"]).ok().out;
    assert!(
        csv.starts_with("\u{feff}\"ref\",\"status\",\"stream\",\"case_no\",\"manner\",\"occurred\""),
        "{csv}"
    );
    let lines = p.by("judge", &["list", "--format", "jsonl", "--columns", "ref"]).ok().out;
    assert_eq!(lines.lines().count(), 3, "{lines}");
    // A name of a file that another program opens, a column twice, and columns of nothing.
    for out in ["清单.docx", "清单.pdf", "清单.xls"] {
        let said = p.by("judge", &["list", "--out", p.path(out).to_str().unwrap()]).ended(5);
        assert!(said.err.contains(".csv .xlsx .jsonl") && !p.path(out).exists(), "{said:?}");
    }
    let said = p.by("judge", &["list", "--format", "jsonl", "--columns", "ref,flags,ref"]).ended(5);
    assert!(said.err.contains("写了两次：ref"), "{said:?}");
    let said = p.by("judge", &["list", "--columns", "ref"]).ended(5);
    assert!(said.err.contains("--format csv|xlsx|jsonl") && said.err.contains("--out"), "{said:?}");
}

/// The workbook of a quarter: numbers as numbers, those that the line tells, read by another library.
#[test]
fn the_figures_of_a_quarter_leave_as_a_workbook_whose_numbers_are_those_of_the_line() {
    use calamine::{Data, Reader, Xlsx, open_workbook};
    let demo = crate::common::stories_copy();
    let at = demo.dir().to_str().unwrap().to_owned();
    let by =
        |who: &str, args: &[&str]| run(&[&["--register", at.as_str(), "--as", who][..], args].concat(), "");
    let out = demo.dir().parent().unwrap().join(format!("{}.xlsx", std::process::id()));
    let arg = out.to_str().unwrap();
    by("shi_tj", &["stats", "--quarter", "2026Q3", "--out", arg]).ok();
    let told = by("shi_tj", &["--json", "stats", "--quarter", "2026Q3"]).ok().json();
    let mut book: Xlsx<_> = open_workbook(&out).unwrap();
    let sheet = book.worksheet_range_at(0).unwrap().unwrap();
    let rows: Vec<&[Data]> = sheet.rows().skip(2).collect();
    let mut compared = 0;
    for l in told["figures"].as_array().unwrap().iter().filter(|l| l["this"].is_i64()) {
        let zero = ["this", "previous", "year_ago", "so_far"].iter().all(|c| l[c] == 0);
        let found = rows.iter().find(|row| row[1].to_string() == text(&l["label"]));
        assert_eq!(found.is_none(), zero && l.get("value").is_some(), "{l}");
        let Some(row) = found else { continue };
        for (column, key) in (2..).zip(["this", "previous", "year_ago", "so_far"]) {
            let number = l[key].as_f64();
            assert!(
                matches!(row[column], Data::Float(n) if Some(n) == number) || number.is_none(),
                "{l} {row:?}"
            );
            compared += 1;
        }
    }
    assert!(compared > 200, "{compared}");
    // It leaves in no form that is none, over nothing, and for nobody who sees no figures.
    by("shi_tj", &["stats", "--quarter", "2026Q3", "--out", arg]).ended(1);
    let docx = demo.dir().join("数.docx");
    by("shi_tj", &["stats", "--out", docx.to_str().unwrap()]).ended(5);
    by("wang_fg", &["stats", "--out", demo.dir().join("数.csv").to_str().unwrap()]).ended(3);
    assert!(!docx.exists() && !demo.dir().join("数.csv").exists());
    std::fs::remove_file(&out).unwrap();
}

/// The first row of a matter's page under a label, as JSON tells it; an item's own page has them by name.
fn told(shown: &serde_json::Value, label: &str) -> String {
    if let Some(rows) = shown["rows"].as_array() {
        let row = rows.iter().find(|row| row["label"] == label && row["is"] == "text");
        return text(&row.unwrap_or_else(|| panic!("no {label} in {shown}"))["value"]);
    }
    text(&shown["item"][label])
}

#[test]
fn a_paper_says_in_every_format_what_the_page_of_its_matter_says() {
    let court = common::stories_copy();
    let by = |who: &str, args: &[&str]| {
        let dir = court.dir().to_str().unwrap();
        let line = ["--register", dir, "--now", "2026-11-20 10:00", "--as", who];
        line::run(&[&line, args].concat(), "")
    };
    let place = tempfile::tempdir().unwrap();
    // Who prints which paper of a matter of this list in this state, and what of its page stands on it.
    let all = [
        ("niu_qy", "urgency", "report", "received", &["text", "doc_no", "receipt_by"][..]),
        ("niu_qy", "routing", "transfer", "given_back", &["text", "to_unit", "doc_no", "result_text"]),
        ("niu_qy", "circulation", "circulation", "issued", &["facts_text", "recipients"]),
        ("niu_qy", "disclosure", "extract", "given", &["asked_by", "letter_no", "told_of", "decision_no"]),
        ("shi_tj", "committee", "application", "executed", &["request"]),
        ("shi_tj", "committee", "notice", "executed", &["decision", "decision_no", "notice"]),
        ("shi_tj", "committee", "feedback", "executed", &["decision", "decision_no", "feedback"]),
    ];
    for (who, list, sheet, state, labels) in all {
        let listed = by(who, &["--json", list, "list"]).ok().out;
        let lines = listed.lines().map(|l| serde_json::from_str::<serde_json::Value>(l).unwrap());
        let of_state = lines.into_iter().find(|l| l["state"] == state);
        let no = text(&of_state.unwrap_or_else(|| panic!("no {list} is {state}"))["ref"]);
        let shown = by(who, &["--json", "show", &no]).ok().json();
        let (pdf, docx) =
            (place.path().join(format!("{sheet}.pdf")), place.path().join(format!("{sheet}.docx")));
        for file in [&pdf, &docx] {
            let file = file.to_str().unwrap();
            by(who, &["print", &no, "--sheet", sheet, "--for", "归档", "--why", "附卷", "--out", file]).ok();
        }
        let paper = ["urgency", "routing", "circulation", "disclosure", "item"]
            .into_iter()
            .flat_map(liuhen::forms::of_kind)
            .find(|paper| paper.code == sheet)
            .unwrap();
        let rows = paper.parts.iter().flat_map(|part| &part.rows).map(|row| row.label(Lang::Zh).to_owned());
        let values = labels.iter().map(|label| told(&shown, label));
        let wanted: Vec<String> = rows.chain(values).map(|words| bare(&words)).collect();
        for words in of_pdf(&pdf).into_iter().chain([of_docx(&docx)]) {
            for value in &wanted {
                assert!(!value.is_empty() && words.contains(value), "{sheet}: {value} is not in {words}");
            }
            // Who printed a circulation, and for whom, goes out with none of its copies.
            assert_eq!(words.contains("归档"), sheet != "circulation", "{words}");
        }
    }
    line::run(&["--register", court.dir().to_str().unwrap(), "verify"], "").ok();
}
