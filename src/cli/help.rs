//! Help and usage errors in the office's two languages. The argument parser keeps its grammar; all
//! of its words are replaced: help is written here from the asset, and each of its errors becomes a
//! sentence that names the argument.

use super::face::COLUMNS;
use super::input::Typed;
use super::stop::Stop;
use super::{Line, kind};
use crate::domain::lang::Lang;
use crate::domain::limits::limits;
use crate::domain::refusal::No;
use crate::text::{self, BadCharacter};
use crate::words::cli::{CliWords, words as cli};
use crate::words::fill;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, Command, CommandFactory};
use std::any::TypeId;
use std::error::Error as _;
use std::path::PathBuf;

/// The whole grammar with the words of one language.
pub fn command(lang: Lang) -> Command {
    let plain = Line::command();
    let globals: Vec<Arg> = plain.get_arguments().filter(|a| a.is_global_set()).cloned().collect();
    dress(plain, "", lang, &globals)
}

/// What a command does: of its own words, or of those of the kind of matter it is about.
fn command_words(lang: Lang, path: &str) -> Option<&'static str> {
    cli(lang).command(path).or_else(|| kind::command_words(lang, path))
}

/// What an argument is for.
fn arg_words(lang: Lang, path: &str, name: &str) -> Option<&'static str> {
    kind::arg_words(lang, path, name).or_else(|| cli(lang).arg(path, name))
}

fn dress(plain: Command, path: &str, lang: Lang, globals: &[Arg]) -> Command {
    let mut dressed = plain.about(command_words(lang, path).unwrap_or_default());
    dressed = dressed.mut_args(|a| {
        let name = a.get_id().as_str().to_owned();
        a.help(arg_words(lang, path, &name).unwrap_or_default())
    });
    dressed = dressed.mut_subcommands(|s| {
        let below = format!("{path} {}", s.get_name());
        dress(s, below.trim_start(), lang, globals)
    });
    let page = page(&dressed, path, lang, globals);
    dressed.override_help(page)
}

fn page(cmd: &Command, path: &str, lang: Lang, globals: &[Arg]) -> String {
    let c = cli(lang);
    let said = &c.said;
    let own: Vec<&Arg> = cmd.get_arguments().filter(|a| !a.is_global_set() && !a.is_hide_set()).collect();
    let (places, options): (Vec<&Arg>, Vec<&Arg>) = own.into_iter().partition(|a| a.is_positional());
    let mut line = format!("{}liuhen", said.usage);
    for part in [path, &usage(&places, &options, cmd.has_subcommands(), c)] {
        if !part.is_empty() {
            line.push(' ');
            line.push_str(part);
        }
    }
    let mut out = format!(
        "{}\n\n{}\n",
        command_words(lang, path).unwrap_or_default(),
        text::wrap(&line, COLUMNS - 2).join("\n  ")
    );
    let subs = cmd.get_subcommands().filter(|s| !s.is_hide_set());
    let subs: Vec<(String, String)> = subs
        .map(|s| {
            let names: Vec<&str> = std::iter::once(s.get_name()).chain(s.get_visible_aliases()).collect();
            (names.join(", "), s.get_about().map(ToString::to_string).unwrap_or_default())
        })
        .collect();
    section(&mut out, &said.commands, &subs);
    let about = |a: &&Arg| -> (String, String) {
        let mut words = arg_words(lang, path, a.get_id().as_str()).unwrap_or_default().to_owned();
        // What comes from another machine does not choose the register by its environment.
        if path == "session" && a.get_id() == "register" {
            words.clone_from(&said.register_of_session);
        }
        let choices: Vec<String> = a.get_possible_values().iter().map(|v| v.get_name().to_owned()).collect();
        if a.get_action().takes_values() && !choices.is_empty() {
            words.push_str(&fill(&said.choices, &[("", &choices.join(" "))]));
        }
        (spelled(a), words)
    };
    section(&mut out, &said.arguments, &places.iter().map(about).collect::<Vec<_>>());
    section(&mut out, &said.options, &options.iter().map(about).collect::<Vec<_>>());
    if path == "session" {
        let verbs =
            super::remote::away().filter_map(|v| Some((v.to_owned(), command_words(lang, v)?.to_owned())));
        section(&mut out, &said.away_verbs, &verbs.collect::<Vec<_>>());
    }
    if takes_input(cmd) {
        let (kb, input) = (|n: u64| (n >> 10).to_string(), &limits().input);
        let values = [
            ("text", kb(input.text)),
            ("record", kb(input.record)),
            ("data", kb(input.data)),
            ("evidence", kb(input.evidence)),
            ("proof", (input.proof >> 20).to_string()),
        ];
        let values: Vec<(&str, &str)> = values.iter().map(|(n, v)| (*n, v.as_str())).collect();
        out.push_str(&format!("\n{}\n", text::wrap(&fill(&said.input_limits, &values), COLUMNS).join("\n")));
    }
    if path == "record attach" {
        // On a line of its own, to be copied whole.
        out.push_str(&format!("\n{}\n", said.attach_line));
    }
    section(&mut out, &said.general, &globals.iter().map(|a| about(&a)).collect::<Vec<_>>());
    out
}

/// Whether a file, or words that may come over standard input, are among its arguments.
fn takes_input(cmd: &Command) -> bool {
    cmd.get_arguments().filter(|a| !a.is_global_set()).any(|a| {
        let of = a.get_value_parser().type_id();
        of == TypeId::of::<PathBuf>() || of == TypeId::of::<Typed>() && value_name(a) == "TEXT"
    })
}

fn section(out: &mut String, title: &str, rows: &[(String, String)]) {
    if rows.is_empty() {
        return;
    }
    out.push_str(&format!("\n{title}\n"));
    let left = rows.iter().map(|(l, _)| text::width(l)).max().unwrap_or(0).min(30);
    for (name, words) in rows {
        let lines = text::wrap(words, COLUMNS.saturating_sub(left + 4));
        let long = text::width(name) > left;
        if long {
            out.push_str(&format!("  {name}\n"));
        }
        for (i, line) in lines.iter().enumerate() {
            let head = if i == 0 && !long { name.as_str() } else { "" };
            out.push_str(format!("  {}  {line}", text::pad(head, left)).trim_end());
            out.push('\n');
        }
    }
}

fn usage(places: &[&Arg], options: &[&Arg], subcommands: bool, c: &CliWords) -> String {
    let mut parts: Vec<String> = options.iter().filter(|a| a.is_required_set()).map(|a| spelled(a)).collect();
    if options.iter().any(|a| !a.is_required_set()) {
        parts.insert(0, format!("[{}]", c.said.options_word));
    }
    parts.extend(places.iter().map(|a| {
        let value = value_name(a);
        if a.is_required_set() { format!("<{value}>") } else { format!("[{value}]") }
    }));
    if subcommands {
        parts.push(format!("<{}>", c.said.command_word));
    }
    parts.join(" ")
}

/// How an argument is written: `-h, --help`, `--reason <TEXT>`, `<NO>`.
fn spelled(a: &Arg) -> String {
    let value = value_name(a);
    if a.is_positional() {
        return format!("<{value}>");
    }
    let mut out = String::new();
    if let Some(short) = a.get_short() {
        out.push_str(&format!("-{short}, "));
    }
    if let Some(long) = a.get_long() {
        out.push_str(&format!("--{long}"));
    }
    if a.get_action().takes_values() {
        out.push_str(&format!(" <{value}>"));
    }
    out
}

fn value_name(a: &Arg) -> String {
    let named = a.get_value_names().and_then(|n| n.first()).map(ToString::to_string);
    named.unwrap_or_else(|| a.get_id().as_str().to_uppercase())
}

/// What the parser has to say: help to be printed, or why the line cannot be understood.
pub enum Parsed {
    Print(String),
    Wrong(Stop),
}

pub fn explain(error: &clap::Error, lang: Lang) -> Parsed {
    let said = &cli(lang).said;
    let get = |kind: ContextKind| -> String {
        match error.get(kind) {
            // What was typed is said back, not thrown back.
            Some(ContextValue::String(s)) => text::clip(s, COLUMNS),
            Some(ContextValue::Strings(all)) => text::clip(&all.join(" "), 4 * COLUMNS),
            Some(ContextValue::Number(n)) => n.to_string(),
            Some(ContextValue::StyledStr(s)) => s.to_string(),
            _ => String::new(),
        }
    };
    let arg = get(ContextKind::InvalidArg);
    let maybe = |kind| fill(&said.did_you_mean, &[("", &get(kind))]);
    let one = |template: &str, value: &str| fill(template, &[("", value)]);
    let value = get(ContextKind::InvalidValue);
    let text = match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            return Parsed::Print(error.render().to_string());
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            let help = error.render().to_string();
            return Parsed::Wrong(Stop::Usage(format!("{}\n\n{}", said.missing_command, help.trim_end())));
        }
        ErrorKind::MissingSubcommand => said.missing_command.clone(),
        ErrorKind::InvalidSubcommand => {
            one(&said.unknown_command, &get(ContextKind::InvalidSubcommand))
                + &maybe(ContextKind::SuggestedSubcommand)
        }
        ErrorKind::UnknownArgument => one(&said.unknown_argument, &arg) + &maybe(ContextKind::SuggestedArg),
        ErrorKind::MissingRequiredArgument => one(&said.missing_argument, &arg),
        ErrorKind::InvalidValue if value.is_empty() => one(&said.no_value, &arg),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let source = error.source();
            if let Some((named, bad)) = source.and_then(bad_character_in) {
                let arg = arg.trim_start_matches('-').split(' ').next().unwrap_or_default();
                let field = if named.is_empty() { arg.trim_matches(['<', '>']) } else { named };
                let problem = super::input::bad_character(field, bad);
                return Parsed::Wrong(No::Wrong(vec![problem]).into());
            }
            let of = get(ContextKind::ValidValue);
            let template = if of.is_empty() { &said.bad_value } else { &said.bad_value_of };
            fill(template, &[("arg", &arg), ("value", &value), ("of", &of)])
        }
        ErrorKind::ArgumentConflict => {
            fill(&said.conflict, &[("a", &arg), ("b", &get(ContextKind::PriorArg))])
        }
        ErrorKind::NoEquals | ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            one(&said.no_value, &arg)
        }
        ErrorKind::TooManyValues => one(&said.too_many_values, &arg),
        ErrorKind::InvalidUtf8 => said.not_utf8.clone(),
        _ => said.bad_usage.clone(),
    };
    Parsed::Wrong(Stop::Usage(text::escape(&text)))
}

/// A character that cannot be kept, and the field it is in where the line names one.
fn bad_character_in<'a>(
    source: &'a (dyn std::error::Error + 'static),
) -> Option<(&'a str, &'a BadCharacter)> {
    if let Some(bad) = source.downcast_ref::<BadCharacter>() {
        return Some(("", bad));
    }
    match source.downcast_ref::<super::input::NotNamed>() {
        Some(super::input::NotNamed::Bad { field, bad }) => Some((field, bad)),
        _ => None,
    }
}

/// `--lang` as it stands on the line, before the line is understood: its own errors need words.
pub fn lang_of(args: &[std::ffi::OsString]) -> Option<Lang> {
    let mut args = args.iter().map(|a| a.to_str().unwrap_or_default());
    while let Some(arg) = args.next() {
        match arg.strip_prefix("--lang") {
            _ if arg == "--" => return None,
            Some("") => return args.next().and_then(|v| v.parse().ok()),
            Some(rest) => return rest.strip_prefix('=').and_then(|v| v.parse().ok()),
            None => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn walk(cmd: &Command, path: &str, lang: Lang, used: &mut (Vec<String>, Vec<String>)) {
        assert!(
            command_words(lang, path).is_some_and(|w| !w.is_empty()),
            "no words for the command {path:?}"
        );
        used.0.push(path.to_owned());
        for a in cmd.get_arguments() {
            let name = a.get_id().as_str();
            assert!(
                arg_words(lang, path, name).is_some_and(|w| !w.is_empty()),
                "no words for {path:?} {name}"
            );
            used.1.push(format!("{path} {name}").trim_start().to_owned());
            used.1.push(name.to_owned());
        }
        for s in cmd.get_subcommands() {
            walk(s, format!("{path} {}", s.get_name()).trim_start(), lang, used);
        }
    }

    #[test]
    fn every_command_and_argument_has_its_words_and_none_stands_idle() {
        for lang in Lang::ALL {
            let c = cli(lang);
            let mut used = (Vec::new(), Vec::new());
            walk(&Line::command(), "", lang, &mut used);
            let (commands, args) = c.keys();
            let idle: Vec<_> = commands.into_iter().filter(|k| !used.0.iter().any(|u| u == k)).collect();
            assert_eq!(idle, Vec::<&str>::new());
            let idle: Vec<_> = args.into_iter().filter(|k| !used.1.iter().any(|u| u == k)).collect();
            assert_eq!(idle, Vec::<&str>::new());
        }
    }

    #[test]
    fn help_speaks_one_language_and_fits_the_page() {
        fn every(cmd: &Command, seen: &mut Vec<String>) {
            seen.push(cmd.clone().render_help().to_string());
            cmd.get_subcommands().for_each(|s| every(s, seen));
        }
        for lang in Lang::ALL {
            let mut pages = Vec::new();
            every(&command(lang), &mut pages);
            assert!(pages.len() > 60, "{}", pages.len());
            for page in pages {
                for line in page.lines() {
                    assert!(text::width(line) <= COLUMNS, "{line}");
                }
                for theirs in ["Usage:", "Options:", "Commands:", "Print help", "Arguments:"] {
                    assert!(lang == Lang::En || !page.contains(theirs), "{theirs} in {page}");
                }
            }
        }
    }

    #[test]
    fn the_grammar_holds_together() {
        Line::command().debug_assert();
    }

    #[test]
    fn the_language_is_found_before_the_line_is_understood() {
        let lang = |line: &str| lang_of(&line.split(' ').map(Into::into).collect::<Vec<_>>());
        assert_eq!(lang("liuhen --lang en bogus"), Some(Lang::En));
        assert_eq!(lang("liuhen bogus --lang=zh"), Some(Lang::Zh));
        assert_eq!(lang("liuhen bogus --lang fr"), None);
        assert_eq!(lang("liuhen show"), None);
    }
}
