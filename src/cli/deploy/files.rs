//! The files that stand around a register, each with its whole text.

use super::table::{FileRow, Point, UnitRow, file_rows, points, server_points, unit_rows};
use super::units;
use super::values::Values;
use crate::domain::lang::Label;
use std::path::PathBuf;

/// Permission bits of every file: all of them are root's, and none is secret.
pub const FILE_MODE: u32 = 0o644;

/// One file: where it stands, what it says and what it is for.
#[derive(Clone, Debug)]
pub struct Piece {
    pub path: PathBuf,
    pub text: String,
    pub what: Label,
}

/// Every file, in the order in which an administrator wants to read them.
pub fn pieces(values: &Values) -> Vec<Piece> {
    let files = file_rows().iter().map(|row| piece(values, row));
    files.chain(unit_rows().iter().flat_map(|row| unit_pieces(values, row))).collect()
}

fn piece(values: &Values, row: &FileRow) -> Piece {
    let text = match row.text.as_str() {
        "sysusers" => include_str!("../../../assets/deploy/sysusers.conf"),
        "tmpfiles" => include_str!("../../../assets/deploy/tmpfiles.conf"),
        "register" => "{register}\n",
        "anchor" => "{anchor_dir}/heads\n",
        "banner" => include_str!("../../../assets/deploy/banner.txt"),
        "sudoers" => include_str!("../../../assets/deploy/sudoers.example"),
        _ => "",
    };
    let text = if row.text == "sshd" { sshd_block(values) } else { values.fill(text) };
    Piece { path: PathBuf::from(values.fill(&row.path)), text, what: row.what() }
}

fn unit_pieces(values: &Values, row: &UnitRow) -> [Piece; 2] {
    let place = |end: &str| PathBuf::from(format!("{}/{}.{end}", units::DIR, units::name(row)));
    [
        Piece { path: place("service"), text: units::service(values, row), what: row.what() },
        Piece { path: place("timer"), text: units::timer(values, row), what: row.what() },
    ]
}

/// The service account's block. It ends at the end of its file: sshd lets no block of an included
/// file reach into the one that includes it.
pub fn sshd_block(values: &Values) -> String {
    let mut out = String::from(HEAD);
    for p in server_points() {
        let (zh, en) = why(p);
        let value = p.value.split(' ').next().unwrap_or_default();
        out.push_str(&format!("#     {} {value}\n#         {zh}\n#         {en}\n", p.written()));
    }
    out.push_str(&values.fill("\nMatch User {user}\n"));
    for p in points() {
        let (zh, en) = why(p);
        out.push_str(&values.fill(&format!("    # {zh}\n    # {en}\n    {} {}\n", p.written(), p.value)));
    }
    out
}

fn why(p: &Point) -> (&str, &str) {
    use crate::domain::lang::Lang;
    (p.why(Lang::Zh), p.why(Lang::En))
}

/// Nobody is locked out by this file: outside its block it sets nothing at all.
const HEAD: &str = "\
# 由 liuhen setup-ssh 写出；liuhen doctor 逐项对照。只管一个账号，别人怎样登录不受影响。
# Written by liuhen setup-ssh, compared line by line by liuhen doctor. It is about one account only;
# how anybody else signs in does not change.
#
# 下列各项只能对整个服务器设置，请管理员自己在 sshd_config 里决定：
# These can only be set for the whole server; the administrator decides in sshd_config:
";
