//! What every paper says around its own words: the organ, moments, and the foot under which it is made.

use super::{Asked, Noted, stamp};
use crate::domain::ids::Millis;
use crate::domain::lang::Lang;
use crate::domain::organ::Organ;
use crate::domain::when::{self, Precision};
use crate::office::{Office, Trouble};
use crate::papers::{Block, Foot, Label, Setting, Sheet};
use crate::words::forms::{FormsWords, words as said};
use crate::words::{Words, fill, words};

/// A paper being laid out in one language for one organ.
pub struct On<'a> {
    pub organ: &'a Organ,
    pub w: &'static Words,
    pub f: &'static FormsWords,
    pub lang: Lang,
}

impl<'a> On<'a> {
    pub fn of(organ: &'a Organ, lang: Lang) -> Self {
        Self { organ, w: words(lang), f: said(lang), lang }
    }

    /// The organ as it is called in this language.
    pub fn named(&self) -> &str {
        match self.lang {
            Lang::En if !self.organ.name_en.is_empty() => &self.organ.name_en,
            _ => &self.organ.name,
        }
    }

    pub fn moment(&self, at: Millis) -> String {
        when::show(at, Precision::Exact, self.lang)
    }

    /// What every paper has around its blocks, made when it was noted, or now where it is only looked at.
    ///
    /// # Errors
    /// That no calendar has the day of the clock.
    pub fn sheet(
        &self,
        office: &Office,
        made: Option<Noted<'_>>,
        (setting, title): (Setting, Vec<String>),
        blocks: Vec<Block>,
        foot: Foot,
    ) -> Result<Sheet, Trouble> {
        let made = stamp(made.map_or_else(|| office.now(), |made| made.printed.at))?;
        let organ = self.named().to_owned();
        Ok(Sheet { lang: self.lang, setting, title, number: None, blocks, foot, organ, made })
    }

    /// The foot: the code by which it is compared, and once it is made its checkpoint and which copy it is.
    pub fn foot(&self, code: &str, made: Option<Noted<'_>>) -> Foot {
        let proof = Label::new(self.f.proof.as_str(), code);
        let Some(Noted { asked: Asked { to, purpose, .. }, actor, printed }) = made else {
            return Foot { proof, ..Foot::default() };
        };
        let who = actor.id().map(|id| self.organ.name_of(id)).unwrap_or_default();
        let (copy, at) = (printed.copy.to_string(), self.moment(printed.at));
        let values = [("n", copy.as_str()), ("to", to), ("why", purpose), ("who", &who), ("at", &at)];
        let copy = Label::new(self.f.copy.as_str(), fill(&self.f.copy_of, &values));
        Foot { proof, checkpoint: self.checkpoint(made), copy }
    }

    /// The foot of a paper that names nobody of the house.
    pub fn quiet_foot(&self, code: &str, made: Option<Noted<'_>>) -> Foot {
        let proof = Label::new(self.f.proof.as_str(), code);
        let copy = made.map(|made| {
            let copy = made.printed.copy.to_string();
            Label::new(self.f.copy.as_str(), fill(&self.f.copy_bare, &[("n", &copy)]))
        });
        Foot { proof, checkpoint: self.checkpoint(made), copy: copy.unwrap_or_default() }
    }

    /// Where the acts stood when it was made.
    fn checkpoint(&self, made: Option<Noted<'_>>) -> Label {
        let Some(made) = made else { return Label::default() };
        let under = made.printed.under.text();
        let mut lines = under.lines().skip(1);
        let [size, root] = [(); 2].map(|()| lines.next().unwrap_or_default());
        Label::new(self.f.checkpoint.as_str(), fill(&self.f.under, &[("n", size), ("root", root)]))
    }
}
