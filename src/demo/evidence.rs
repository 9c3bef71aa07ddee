//! The channel a manner asks for, and the materials that are kept.

use super::paper;
use super::world::{Matter, World};
use crate::domain::lang::Lang;
use crate::domain::record::{Attachment, RecordText};
use crate::domain::when;
use crate::office::Trouble;

impl World<'_> {
    /// Channel and materials as the manner asks (法发〔2015〕10号第四条).
    pub(super) fn evidence(
        &mut self,
        of: &Matter<'_>,
        manner: &str,
        text: &mut RecordText,
    ) -> Result<(), Trouble> {
        let number = self.chance.below(10_000);
        let date = when::show_date(when::local(of.at).date(), Lang::Zh);
        let channel = match manner {
            "PHONE" => self
                .chance
                .turn("phone", &["办公座机来电", "138****2417", "号码未显示", "139****6052"])
                .to_owned(),
            "SMS" => format!("138****{number:04};原短信存手机"),
            "WECHAT" => format!("微信号hbsf{number:04};记录已导出至专用U盘"),
            "WEIBO" => format!("账号@淮上{number:04};私信截图"),
            "EMAIL" => format!("sender{number}@mail.example;原邮件存工作邮箱"),
            "LETTER" | "NOTE" => format!("{date}收到"),
            "DOC" => format!(
                "来函〔{}〕{}号,{date}",
                when::show_date(when::local(of.at).date(), Lang::En).get(..4).unwrap_or_default(),
                number % 90 + 1
            ),
            "MEET" => text
                .people
                .first()
                .map_or(String::new(), |p| if p.unit.is_empty() { p.name.clone() } else { p.unit.clone() }),
            "MATL" => format!("材料一袋,共{}页,有复印件", number % 40 + 3),
            "MEAL" => "机关统一安排,个人交纳餐费".to_owned(),
            "OTHER" => "门卫口信,值班记录可查".to_owned(),
            _ => String::new(),
        };
        if !channel.is_empty() {
            text.channel.insert(manner.to_owned(), channel);
        }
        let kinds: &[&str] = match manner {
            "SMS" | "WEIBO" => &["PHOTO", "", "PHOTO"],
            "WECHAT" => &["CHATLOG", "", "CHATLOG", ""],
            "EMAIL" => &["EML", "EML", ""],
            "LETTER" => &["SCAN", "PAPER_ONLY", "PAPER_ONLY"],
            "DOC" => &["PDF", "PAPER_ONLY"],
            "NOTE" => &["PAPER_ONLY", "SCAN"],
            "MATL" => &["PAPER_ONLY"],
            "PHONE" => &["-", "-", "-", "-", "-", "-", "AUDIO", "-", "-", "-", "-", "-"],
            "FACE" => &["-", "-", "-", "-", "-", "VIDEO", "-", "-", "-"],
            "OTHER" => &["TEXT", "-"],
            _ => &["-"],
        };
        match self.chance.turn(&format!("kept.{manner}"), kinds) {
            "-" => {}
            "" => {
                text.no_material_reason =
                    self.chance.turn("none", &["对方已撤回,未及截图", "手机更换,原记录不可恢复"]).to_owned();
            }
            kind => {
                let kept = self.material(kind, of, text)?;
                text.attachments.push(kept);
            }
        }
        Ok(())
    }

    fn material(&mut self, kind: &str, of: &Matter<'_>, text: &RecordText) -> Result<Attachment, Trouble> {
        let who = text.people.first().map_or("", |p| if p.name.is_empty() { &p.unit } else { &p.name });
        let given = text.response.first().map_or("", String::as_str);
        let to = match (kind, given) {
            ("PAPER_ONLY", "RETURN") => "RETURNED",
            ("PAPER_ONLY", "DESTROY") => "DESTROYED",
            ("PAPER_ONLY", _) => self.chance.turn("paper", &["STORE", "VOL_OPEN", "OFFLINE"]),
            _ => self.chance.turn("file", &["STORE", "VOL_CLOSED", "STORE", "DISC"]),
        }
        .to_owned();
        let (title, bytes) = match paper::bytes(kind, self.papers, of.at, who, &text.content) {
            Some((title, bytes)) => (title, Some(bytes)),
            None => (format!("纸质原件{}", self.papers), None),
        };
        let number = self.papers;
        self.papers += 1;
        let kept = bytes.map(|b| self.keep_one(kind, number, &b)).transpose()?;
        Ok(Attachment {
            kind: kind.to_owned(),
            title,
            hash: kept.as_ref().map(|(hash, _)| hash.clone()),
            size: kept.as_ref().map_or(0, |(_, size)| *size),
            original_location: "专库2号柜".to_owned(),
            medium: if kept.is_some() { "专用U盘".to_owned() } else { "纸质".to_owned() },
            file_destination: to,
        })
    }
}
