//! Whom the words beside a passage rule out, where they are certain: 前任院长 is not the one of today, 书记员小周
//! is no judge of that surname.

use super::words::Words;
use super::{Staff, Wider, tables};
use crate::domain::name::directory::{Hit, How};
use crate::domain::name::titles;
use crate::domain::organ::Role;

impl Wider {
    /// Since version 8. A name is never ruled out.
    pub fn is_ruled_out(&self, words: &Words<'_>, hit: &Hit) -> bool {
        let of_him = || self.staff.iter().filter(|s| s.id == hit.person && s.how == How::Title);
        hit.how == How::Title
            && (of_him().any(|s| is_of_today(words, hit, s)) || self.is_no_junior(words, hit, &of_him))
    }

    /// 书记员小周 where clerks are listed, and of everybody of that surname the directory says another post.
    fn is_no_junior<'s, I: Iterator<Item = &'s Staff>>(
        &'s self,
        words: &Words<'_>,
        hit: &Hit,
        of_him: &dyn Fn() -> I,
    ) -> bool {
        let clause = words.clause(hit.start);
        let Some(before) = tables::ends("juniors", clause) else { return false };
        let post = &clause[before.len()..];
        let nick = words.text[hit.start..hit.end].strip_prefix(['老', '小', '阿']);
        // 问书记员小周在不在 may ask a clerk about somebody else.
        let said = before.is_empty() || before.ends_with(['的', '由', '和', '与', '及']);
        let listed = || self.staff.iter().any(|s| s.now && s.post.contains(post));
        let other =
            |s: &Staff| !s.post.is_empty() && !s.post.contains(post) && nick == Some(s.surname.as_str());
        said && listed() && of_him().all(other)
    }
}

/// Whether a title behind 前任 is one that he has now.
fn is_of_today(words: &Words<'_>, hit: &Hit, staff: &Staff) -> bool {
    let clause = words.clause(hit.start);
    let before = clause.strip_suffix('的').unwrap_or(clause);
    let Some(before) = before.strip_suffix("前任").or_else(|| before.strip_suffix("上一任")) else {
        return false;
    };
    // 目前任院长 is whoever is so now.
    let opens = before.chars().next_back().is_none_or(|c| tables::has("before", c));
    let title = &words.text[hit.start..hit.end];
    let a_title = titles::titles().is_some_and(|t| t.all.iter().any(|t| t.word.as_str() == title));
    let deputy = staff.post.contains('副') && !title.contains('副');
    let has = staff.post.ends_with(title) && !deputy || title == "院长" && staff.roles.contains(&Role::Chf);
    opens && a_title && staff.now && has
}
