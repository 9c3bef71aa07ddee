//! How long a recording is, where its head says so: WAV, AMR, and what is built like MP4.

/// Bytes of one frame of 20 ms, its head included, by its mode (RFC 4867, 5.3).
const AMR: [u64; 8] = [13, 14, 16, 18, 20, 21, 27, 32];

/// Milliseconds; none where it cannot be read off the head.
pub(super) fn millis(head: &[u8], whole: u64) -> Option<u64> {
    wav(head, whole).or_else(|| amr(head, whole)).or_else(|| mp4(head))
}

fn le32(bytes: &[u8], at: usize) -> Option<u64> {
    Some(u64::from(u32::from_le_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?)))
}

fn be32(bytes: &[u8], at: usize) -> Option<u64> {
    Some(u64::from(u32::from_be_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?)))
}

fn wav(head: &[u8], whole: u64) -> Option<u64> {
    if !head.starts_with(b"RIFF") || head.get(8..12)? != b"WAVE" {
        return None;
    }
    let (mut at, mut rate) = (12usize, None);
    loop {
        let (name, size) = (head.get(at..at.checked_add(4)?)?, le32(head, at + 4)?);
        match name {
            b"fmt " => rate = le32(head, at + 16).filter(|r| *r > 0),
            // What a broken-off recording says of its length is more than there is.
            b"data" => {
                let there = size.min(whole.saturating_sub(at as u64 + 8));
                return there.checked_mul(1000).zip(rate).map(|(n, rate)| n / rate);
            }
            _ => {}
        }
        at = at.checked_add(8)?.checked_add(usize::try_from(size + size % 2).ok()?)?;
    }
}

fn amr(head: &[u8], whole: u64) -> Option<u64> {
    const MAGIC: &[u8] = b"#!AMR\n";
    let first = *head.strip_prefix(MAGIC)?.first()?;
    let frame = *AMR.get(usize::from(first >> 3 & 0x0f))?;
    Some(whole.saturating_sub(MAGIC.len() as u64) / frame * 20)
}

/// The head of the film, in the box `moov`, is where phones write it: mostly first.
fn mp4(head: &[u8]) -> Option<u64> {
    if head.get(4..8)? != b"ftyp" {
        return None;
    }
    let at = head.windows(4).position(|w| w == b"mvhd")? + 4;
    let (scale, length) = match head.get(at)? {
        0 => (be32(head, at + 12)?, be32(head, at + 16)?),
        _ => (be32(head, at + 20)?, be32(head, at + 24)?.checked_shl(32)? | be32(head, at + 28)?),
    };
    length.checked_mul(1000)?.checked_div(scale)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_recording_says_how_long_it_is() {
        let mut wav = b"RIFF\x24\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0".to_vec();
        wav.extend(8000u32.to_le_bytes());
        wav.extend(16000u32.to_le_bytes());
        wav.extend(b"\x02\0\x10\0data");
        wav.extend(32000u32.to_le_bytes());
        let head = wav.len() as u64;
        assert_eq!(millis(&wav, head + 32000), Some(2000));
        assert_eq!(millis(&wav, head + 16000), Some(1000), "broken off in the middle");
        assert_eq!(millis(b"#!AMR\n\x3c", 6 + 32 * 50), Some(1000));
        let mut mp4 = b"\0\0\0\x18ftypmp42\0\0\0\0\0\0\0\x6cmvhd\0\0\0\0\0\0\0\0\0\0\0\0".to_vec();
        mp4.extend(600u32.to_be_bytes());
        mp4.extend(1800u32.to_be_bytes());
        assert_eq!(millis(&mp4, 1000), Some(3000));
    }

    #[test]
    fn a_crooked_head_says_nothing() {
        for bytes in [
            &b"RIFF"[..],
            b"RIFF\0\0\0\0WAVEdata",
            b"#!AMR\n",
            b"\0\0\0\0ftyp",
            b"RIFF\0\0\0\0WAVExxxx\xff\xff\xff\xff",
        ] {
            assert_eq!(millis(bytes, 10), None, "{bytes:?}");
        }
    }
}
