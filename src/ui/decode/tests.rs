use super::*;
use crate::ui::keys::keys;
use proptest::prelude::*;

fn decode(pieces: &[&[u8]]) -> Vec<Found> {
    let (mut decoder, mut out) = (Decoder::default(), Vec::new());
    for piece in pieces {
        decoder.feed(piece, &mut out);
    }
    // Time enough for everything to be given up.
    for _ in 0..4 {
        if decoder.patience().is_some() {
            decoder.give_up(&mut out);
        }
    }
    decoder.end(&mut out);
    out
}

/// Bytes, each piece followed by a pause: what a person at a bad line sends.
fn decode_slowly(pieces: &[(&[u8], Duration)]) -> Vec<Found> {
    let (mut decoder, mut out) = (Decoder::default(), Vec::new());
    for (bytes, pause) in pieces {
        decoder.feed(bytes, &mut out);
        let mut left = *pause;
        while let Some(patience) = decoder.patience().filter(|p| *p <= left) {
            left -= patience;
            decoder.give_up(&mut out);
        }
    }
    out
}

fn found(written: &str) -> Vec<Found> {
    keys(written).unwrap().into_iter().map(Found::Event).collect()
}

const fn ms(n: u64) -> Duration {
    Duration::from_millis(n)
}

#[test]
fn keys_of_many_terminals() {
    for (bytes, written) in [
        ("\x1b[A\x1bOB\x1b[1;5C\x1b[D\x1bOH\x1b[4~", "<up><down><right><left><home><end>"),
        ("\x1bOP\x1b[12~\x1b[[C\x1b[1;2R\x1b[15~\x1b[24~", "<f1><f2><f3><f3><f5><f12>"),
        ("\r\n\t\x1b[Z\x7f\x08\x1b[3~", "<enter><enter><tab><s-tab><bs><bs><del>"),
        ("\x01\x10a张𠅤", "<c-a><c-p>a张𠅤"),
        ("\x1b[<0;3;4M\x1b[I\x1b[?1;2cx", "x"),
        ("\x1b[200~一\r二\x1b[A\x1b[201~k", "<paste>一\r二\x1b[A</paste>k"),
        ("\x1b", "<esc>"),
        ("\x1b\x1b", "<esc><esc>"),
        ("\x1b[", ""),
        // The keypad in application mode.
        ("\x1bOp\x1bOq\x1bOy\x1bOj\x1bOk\x1bOl\x1bOm\x1bOn\x1bOo\x1bOX\x1bO ", "019*+,-./=<space>"),
        ("\x1bOM\x1bOI\x1bO2P\x1bO1;5Q", "<enter><tab><f1><f2>"),
        // Alt and a key is one key that means nothing; Alt and an arrow is the arrow.
        ("\x1bq\x1bQ\x1b张\x1b\r\x1b\x7f\x1b\t\x1b1", "<alt><alt><alt><alt><alt><alt><alt>"),
        ("\x1b\x1b[A\x1b[1;3B\x1b\x1bOCx", "<up><down><right>x"),
    ] {
        assert_eq!(decode(&[bytes.as_bytes()]), found(written), "{bytes:?}");
    }
    assert_eq!(decode(&[b"\x1b[2;5R"]), [Found::Cursor(2, 5)]);
    assert_eq!(decode(&[b"\xd5\xc5"]), found("\u{fffd}\u{fffd}"));
}

#[test]
fn only_a_lone_escape_is_decided_by_time() {
    let (mut decoder, mut out) = (Decoder::default(), Vec::new());
    decoder.feed(b"a", &mut out);
    assert_eq!(decoder.patience(), None);
    decoder.feed(b"\x1b", &mut out);
    assert_eq!((decoder.patience(), out.len()), (Some(HOLD), 1));
    decoder.feed(b"[", &mut out);
    assert_eq!(decoder.patience(), Some(UNFINISHED));
    decoder.feed(b"A", &mut out);
    assert_eq!(out, found("a<up>"));
}

#[test]
fn an_unfinished_sequence_waits_and_is_dropped_whole() {
    for pause in [ms(70), ms(2600), ms(9000)] {
        let slow = |first: &str, rest: &str| {
            decode_slowly(&[(first.as_bytes(), pause), (rest.as_bytes(), ms(60_000))])
        };
        assert_eq!(slow("\x1b[20", "0~你好\x1b[201~"), found("<paste>你好</paste>"));
        assert_eq!(slow("\x1bO", "Q"), found("<f2>"), "{pause:?}");
        assert_eq!(slow("\x1b[", "D"), found("<left>"));
        assert_eq!(slow("\x1b[1;", "5C"), found("<right>"));
        assert_eq!(slow("\x1b[24", "~Q"), found("<f12>Q"));
    }
    // Where the rest never comes, nothing of it is a key.
    assert_eq!(decode_slowly(&[(b"\x1b[20", ms(11_000)), (b"x", ms(0))]), found("x"));
}

#[test]
fn the_rest_of_a_key_whose_escape_came_alone_is_no_key() {
    for (pause, rest) in [
        (70, "[D"),
        (70, "[24~"),
        (70, "OQ"),
        (70, "OM"),
        (5000, "[D"),
        (5000, "OQ"),
        (5000, "[3~"),
        (70, "]11;rgb:0000/0000/0000\x07"),
        (5000, "]11;rgb:0000/0000/0000\x1b\\"),
        (5000, "P>|xterm(380)\x1b\\"),
        (70, "_Gi=31;OK\x1b\\"),
    ] {
        let all = decode_slowly(&[(b"\x1b", ms(pause)), (rest.as_bytes(), ms(0)), (b"x", ms(0))]);
        assert_eq!(all, found("<esc>x"), "{pause} {rest:?}");
    }
    // Cut twice, in the worst places.
    assert_eq!(decode_slowly(&[(b"\x1b", ms(70)), (b"[", ms(70)), (b"D", ms(70))]), found("<esc>"));
    assert_eq!(decode_slowly(&[(b"\x1b", ms(200)), (b"O", ms(200)), (b"Q", ms(70))]), found("<esc>"));
    // A paste stays a paste, whatever became of its first byte.
    let paste = decode_slowly(&[(b"\x1b", ms(70)), (b"[200~2q\rQ", ms(3000)), (b"c\x1b[201~k", ms(0))]);
    assert_eq!(paste, found("<esc><stalled><paste>2q\rQc</paste>k"));
    // People type letters and brackets after Esc, and lose none of them.
    for typed in ["O", "[", "P", "X"] {
        let soon = decode_slowly(&[(b"\x1b", ms(120)), (typed.as_bytes(), ms(400)), (b"k", ms(0))]);
        assert_eq!(soon, found(&format!("<esc>{typed}k")));
        let late = decode_slowly(&[(b"\x1b", ms(600)), (typed.as_bytes(), ms(60)), (b"k", ms(0))]);
        assert_eq!(late, found(&format!("<esc>{typed}k")));
    }
}

#[test]
fn what_is_pasted_is_text_up_to_its_end_however_long_it_stands_still() {
    for pause in [ms(70), ms(2600), ms(70_000)] {
        let told = if pause >= STALL { "<stalled>" } else { "" };
        for cut in 0.."你好2q\r\x1b[201~".len() {
            let all = "你好2q\r\x1b[201~".as_bytes();
            let paste = decode_slowly(&[
                (b"\x1b[200~", ms(0)),
                (&all[..cut], pause),
                (&all[cut..], ms(0)),
                (b"k", ms(0)),
            ]);
            assert_eq!(paste, found(&format!("{told}<paste>你好2q\r</paste>k")), "{cut} {pause:?}");
        }
    }
    // Whoever does not want to wait presses Esc; then keys are keys again, the late end included.
    let given_up =
        decode_slowly(&[(b"\x1b[200~ab", ms(2600)), (b"\x1b", ms(2600)), (b"[201~", ms(100)), (b"j", ms(0))]);
    assert_eq!(given_up, found("<stalled><paste>ab</paste>j"));
    // The line is gone: what came is kept.
    let (mut decoder, mut out) = (Decoder::default(), Vec::new());
    decoder.feed("\x1b[200~半句".as_bytes(), &mut out);
    decoder.end(&mut out);
    assert_eq!(out, found("<paste>半句</paste>"));
}

#[test]
fn what_a_terminal_answers_too_late_is_swallowed_whole() {
    for answer in [
        "\x1b]11;rgb:1c1c/1c1c/1c1c\x07",
        "\x1b]11;rgb:1c1c/1c1c/1c1c\x1b\\",
        "\x1b]0;标题 q\x07",
        "\x1bP>|XTerm(380)\x1b\\",
        "\x1bP1$r0m\x1b\\",
        "\x1b_Gi=31;OK\x1b\\",
        "\x1b^Q\rq2\x1b\\",
        "\x1bXsos Q\x1b\\",
        "\x1b[?64;1;2;6;9;15;16;17;18;21;22;28;29;30;31;32;33;34;35;36;37;38;39;40;41c",
        "\x1b[>41;380;0c",
        "\x1b[4;768;1024t",
    ] {
        for pause in [ms(0), ms(70), ms(2600)] {
            for cut in 1..answer.len() {
                let (head, tail) = answer.as_bytes().split_at(cut);
                let all = decode_slowly(&[(head, pause), (tail, ms(0)), (b"k", ms(0))]);
                let lone = if cut == 1 && pause >= HOLD { "<esc>" } else { "" };
                assert_eq!(all, found(&format!("{lone}k")), "{answer:?} cut at {cut}, {pause:?}");
            }
        }
    }
    // One that never ends keeps nobody from his keyboard.
    assert_eq!(decode_slowly(&[(b"\x1b]11;rgb:", ms(11_000)), (b"k", ms(0))]), found("k"));
    assert_eq!(decode(&[b"\x1bPabc\x1b[Ak"]), found("<up>k"), "what begins anew ends it");
    assert_eq!(decode(&[b"\x1b]", &vec![b'a'; ANSWER + 1], b"k"]), found("k"));
}

#[test]
fn an_endless_paste_is_bounded_and_still_ends() {
    let long = vec![b'a'; PASTE_MOST + 100];
    let out = decode(&[b"\x1b[200~", &long, b"\x1b[201~", b"k"]);
    assert!(matches!(&out[0], Found::Event(Event::Paste(text)) if text.len() == PASTE_MOST));
    assert_eq!(out[1..], found("k"));
}

/// Pieces of a stream, and what each is by itself.
const TOKENS: &[(&str, &str)] = &[
    ("\x1b[A", "<up>"),
    ("\x1bOP", "<f1>"),
    ("\x1bOq", "1"),
    ("\x1b[15~", "<f5>"),
    ("\x1b[1;5D", "<left>"),
    ("\x1b[24~", "<f12>"),
    ("张", "张"),
    ("𠅤", "𠅤"),
    ("a", "a"),
    ("Q", "Q"),
    ("\r", "<enter>"),
    ("\x1b[200~贴 2q\r\x1b x\x1b[201~", "<paste>贴 2q\r\x1b x</paste>"),
    ("\x1b]11;rgb:00/00/00\x07", ""),
    ("\x1bP>|q\x1b\\", ""),
    ("\x1b[?62;22c", ""),
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    /// Cut anywhere, with any pause at each cut: the events are the same, but that an ESC byte which
    /// stood alone for too long was the key, and the rest of its sequence none.
    #[test]
    fn it_does_not_matter_where_the_network_cuts_nor_how_long_it_stands_still(
        picked in prop::collection::vec(prop::sample::select(TOKENS), 1..12),
        cuts in prop::collection::vec((1usize..6, prop::sample::select(vec![0u64, 20, 70, 250, 2600, 8000])), 60),
    ) {
        let bytes = picked.iter().map(|(bytes, _)| *bytes).collect::<String>().into_bytes();
        let (mut pieces, mut rest) = (Vec::new(), &bytes[..]);
        let mut ends = Vec::new();
        for (cut, pause) in cuts {
            // After the first byte of a sequence a pause longer than people take is known only if the
            // rest comes in one piece; that is a test of its own.
            let (head, tail) = rest.split_at(cut.min(rest.len()));
            let pause = if head.ends_with(b"\x1b") || cut <= 2 { pause.min(250) } else { pause };
            pieces.push((head, ms(pause)));
            rest = tail;
            ends.push((bytes.len() - rest.len(), pause));
        }
        pieces.push((rest, ms(0)));
        let mut wanted = String::new();
        let mut at = 0;
        for (token, means) in &picked {
            let alone = token.starts_with('\x1b') && ends.iter().any(|(end, pause)| *end == at + 1 && *pause >= 50);
            match alone {
                true if means.starts_with("<paste>") => wanted.push_str(&format!("<esc>{means}")),
                true => wanted.push_str("<esc>"),
                false => wanted.push_str(means),
            }
            at += token.len();
        }
        let mut got = decode_slowly(&pieces);
        got.retain(|f| *f != Found::Event(Event::Stalled));
        prop_assert_eq!(got, found(&wanted), "{:?}", pieces);
    }

    #[test]
    fn no_bytes_whatever_stop_it(
        bytes in prop::collection::vec(any::<u8>(), 0..200),
        pause in prop::sample::select(vec![0u64, 70, 3000, 20_000]),
        cut in 0usize..200,
    ) {
        let (head, tail) = bytes.split_at(cut.min(bytes.len()));
        let mut all = decode_slowly(&[(head, ms(pause)), (tail, ms(60_000)), (b"\x1b[201~\x1b[201~", ms(60_000))]);
        all.clear();
        // The keyboard is alive again at the latest after a stall and an Esc.
        let mut decoder = Decoder::default();
        for bytes in [head, tail] {
            decoder.feed(bytes, &mut all);
        }
        for _ in 0..3 {
            while decoder.patience().is_some() {
                decoder.give_up(&mut all);
            }
            decoder.feed(b"\x1b", &mut all);
        }
        while decoder.patience().is_some() {
            decoder.give_up(&mut all);
        }
        decoder.feed(b"j", &mut all);
        prop_assert!(all.last() == Some(&Found::Event(Event::Key(Key::Char('j')))), "{:?}", all);
    }
}
