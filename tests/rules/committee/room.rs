//! Whoever was in the room when the vote was opened votes himself, whatever one person enters of him; and
//! whoever had a letter entered for him may say what he votes.

use super::*;

/// The secretary enters that he has gone, gives a letter in his name, and enters him as back.
#[test]
fn nobody_takes_the_vote_of_a_member_in_the_room_by_what_he_enters() {
    for body in ["ac", "pcom"] {
        let mut court = Court::founded();
        let six = if body == "ac" { &NINE[..6] } else { &["chief", "vp_sun", "vp_zhou", "head_qin"] };
        let item = approved(&mut court, phone_call(), body);
        let meeting = opened(&mut court, body, "chief", &[item], six);
        open_vote(&mut court, &item);
        let letter = court.letter("书面意见");
        let left = MeetingCommand::Left { member: "head_qin".into() };
        court.by("sec_gong").meeting(&meeting, left).unwrap();
        let entered = court.by("sec_gong").item(&item, written("head_qin", For, &letter));
        assert_eq!(rule(entered), Rule::WasInTheRoom, "{body}");
        // Nobody waits for him, and his page says that it is his to vote.
        let page = view(&mut court, "head_qin", &item);
        assert_eq!((page.struck.as_slice(), page.cast), (&[say("秦国栋")][..], false), "{body}");
        assert!(!page.waiting.contains(&say("秦国栋")));
        court.by("head_qin").vote(&item, Against).unwrap();
        assert_eq!(rule(court.by("head_qin").vote(&item, For)), Rule::VoteIsFinal);
        court.by("sec_gong").attend(&meeting, &["head_qin"]);
        for member in six.iter().rev().filter(|m| **m != "head_qin") {
            court.by(member).vote(&item, For).unwrap();
        }
        let page = view(&mut court, "chief", &item);
        let his = page.ballots.iter().find(|b| b.name == "秦国栋").unwrap();
        assert_eq!((his.vote, his.counted, his.written, his.struck), (Some(Against), true, false, true));
        // Who struck him off does not count.
        assert_eq!(rule(court.by("sec_gong").item(&item, ItemCommand::CloseVote)), Rule::ActsApart);
        court.by("chief").item(&item, ItemCommand::CloseVote).unwrap();
        let tally = view(&mut court, "chief", &item).tally.unwrap();
        assert_eq!((tally.for_, tally.against), (six.len() - 1, 1), "{body}");
        court.assert_sound();
    }
}

/// Before the count, and after it where there was no majority. It is worth what the letter was.
#[test]
fn whoever_had_a_letter_entered_for_him_votes_in_its_place_himself() {
    for (body, counts) in [("ac", false), ("pcom", true)] {
        for counted_first in [false, true] {
            let mut court = Court::founded();
            let here: &[&str] = if counts { &NINE[..3] } else { &NINE[..6] };
            let absent = if counts { "head_qin" } else { "judge_gu" };
            let item = approved(&mut court, phone_call(), body);
            opened(&mut court, body, "chief", &[item], here);
            open_vote(&mut court, &item);
            let letter = court.letter("书面意见");
            let enter = |court: &mut Court| court.by("sec_gong").item(&item, written(absent, For, &letter));
            if !counted_first {
                enter(&mut court).unwrap();
            }
            // What the others voted he sees no more of than whoever has not voted.
            court.by(here[2]).vote(&item, Against).unwrap();
            let page = view(&mut court, absent, &item);
            assert!(page.ballots.iter().filter(|b| b.vote.is_some()).all(|b| b.written), "{page:?}");
            if counted_first {
                let (yes, no) = here.split_at(here.len() / 2);
                for member in yes.iter().chain(no).rev().filter(|m| **m != here[2]) {
                    let vote = if yes.contains(member) { For } else { Against };
                    court.by(member).vote(&item, vote).unwrap();
                }
                court.by("sec_gong").item(&item, ItemCommand::CloseVote).unwrap();
                assert_eq!(view(&mut court, "chief", &item).state, ItemState::NoMajority);
                assert_eq!(rule(court.by(absent).vote(&item, For)), Rule::NotYourCapacity);
                assert_eq!(rule(court.by(here[2]).vote(&item, For)), Rule::NotNow);
                enter(&mut court).unwrap();
            }
            court.by(absent).vote(&item, Against).unwrap();
            assert_eq!(
                rule(court.by("sec_gong").item(&item, written(absent, For, &letter))),
                Rule::AlreadyActed
            );
            let page = view(&mut court, absent, &item);
            let name = court.office.organ().name_of(&absent.into());
            let his: Vec<_> = page.ballots.iter().filter(|b| b.name == name).collect();
            assert_eq!(his.len(), 1);
            assert_eq!((his[0].vote, his[0].counted, his[0].instead), (Some(Against), counts, true));
            let again = rule(court.by(absent).vote(&item, For));
            assert!(matches!(again, Rule::VoteIsFinal | Rule::NotNow), "{again:?}");
            court.assert_sound();
            let Some(mut second) = Second::start() else { return };
            second.finds_sound(court.dir());
        }
    }
}
