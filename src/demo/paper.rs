//! Small materials that are what they say: an exported conversation, a mail, a page, a picture, a
//! sound. Invented like everything else here.

use crate::domain::ids::Millis;
use crate::domain::record::local_time;

/// What the bytes of a material of a kind are, and how its file is called; none for paper.
pub fn bytes(kind: &str, number: usize, at: Millis, from: &str, words: &str) -> Option<(String, Vec<u8>)> {
    let when = local_time::to_text(at);
    let day: String = when.chars().take(10).filter(char::is_ascii_digit).collect();
    Some(match kind {
        "CHATLOG" => {
            let text = format!(
                "聊天记录导出(培训用虚构材料)\n对方:{from}\n时间:{when}\n\n{from}:{words}\n本人:按规定我不能谈案件,这次联系我会如实登记。\n"
            );
            (format!("微信聊天记录导出{day}-{number}.txt"), text.into_bytes())
        }
        "TEXT" => (
            format!("情况说明{day}-{number}.txt"),
            format!("门卫登记摘录({when})\n{from}:{words}\n").into_bytes(),
        ),
        "EML" => {
            let text = format!(
                "From: sender{number}@mail.example\r\nTo: case@court.example\r\nDate: {when}\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{words}\r\n"
            );
            (format!("来信{day}-{number}.eml"), text.into_bytes())
        }
        "PDF" => (format!("来函扫描{day}-{number}.pdf"), page(number)),
        "PHOTO" => (format!("短信截图{day}-{number}.pgm"), picture(number)),
        "SCAN" => (format!("信件扫描{day}-{number}.pgm"), picture(number + 7)),
        "AUDIO" => (format!("通话录音{day}-{number}.wav"), sound(number)),
        "VIDEO" => (format!("大厅录像片段{day}-{number}.y4m"), film(number)),
        _ => return None,
    })
}

/// A grey picture of 48 by 32 with bars that differ by number.
fn picture(number: usize) -> Vec<u8> {
    let mut out = b"P5 48 32 255\n".to_vec();
    out.extend((0..48 * 32).map(|at| if (at / 48 + at % 48 * number) % 7 < 3 { 60 } else { 230 }));
    out
}

/// An eighth of a second, eight bits, 8000 a second.
fn sound(number: usize) -> Vec<u8> {
    let samples: Vec<u8> = (0..1000usize).map(|t| 128 + (t * (3 + number % 5) % 40) as u8).collect();
    let mut out = b"RIFF".to_vec();
    out.extend((36 + samples.len() as u32).to_le_bytes());
    out.extend(b"WAVEfmt ");
    for value in [16u32, 0x0001_0001, 8000, 8000, 0x0008_0001] {
        out.extend(value.to_le_bytes());
    }
    out.extend(b"data");
    out.extend((samples.len() as u32).to_le_bytes());
    out.extend(samples);
    out
}

/// Two frames of 16 by 16.
fn film(number: usize) -> Vec<u8> {
    let mut out = b"YUV4MPEG2 W16 H16 F1:1 Ip C420\n".to_vec();
    for frame in 0..2 {
        out.extend(b"FRAME\n");
        out.extend((0..384).map(|at| ((at * 3 + frame * 40 + number) % 200) as u8));
    }
    out
}

/// The smallest page with one line on it.
fn page(number: usize) -> Vec<u8> {
    let line = format!("BT /F1 12 Tf 72 770 Td (Training material no. {number}) Tj ET");
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R /Resources << /Font << /F1 4 0 R >> >> >>".to_owned(),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
        format!("<< /Length {} >>\nstream\n{line}\nendstream", line.len()),
    ];
    let (mut out, mut places) = ("%PDF-1.4\n".to_owned(), Vec::new());
    for (n, object) in objects.iter().enumerate() {
        places.push(out.len());
        out.push_str(&format!("{} 0 obj\n{object}\nendobj\n", n + 1));
    }
    let table = out.len();
    out.push_str("xref\n0 6\n0000000000 65535 f \n");
    for at in places {
        out.push_str(&format!("{at:010} 00000 n \n"));
    }
    out.push_str(&format!("trailer << /Size 6 /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n"));
    out.into_bytes()
}
