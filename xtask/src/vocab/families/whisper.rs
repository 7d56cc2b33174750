//! OpenAI Whisper: the multilingual rank file in its two sets of languages, and the English one, which is GPT-2's.

use anyhow::Result;
use tokenarium::text::definition::{Definition, KnownPattern};

use super::{Family, Package, Source, openai, ranks, special};

const MULTILINGUAL: Source = Source {
    package: Package::Sdist("openai-whisper", "20250625"),
    path: "whisper/assets/multilingual.tiktoken",
    sha256: "b34b360dbb493e781e479794586d661700670d65564001f23024971d1f2fa126",
};

pub(super) const FAMILIES: &[Family] = &[
    Family {
        name: "whisper",
        title: "Whisper",
        maker: "OpenAI",
        models: &[("Whisper", Some(448)), ("Whisper large-v2", Some(448))],
        licence: "MIT",
        notice: "whisper.txt",
        base: None,
        equal_to: &["whisper-v3"],
        note: "",
        sources: &[MULTILINGUAL],
        make: whisper_99,
    },
    Family {
        name: "whisper-v3",
        title: "Whisper large-v3",
        maker: "OpenAI",
        models: &[("Whisper large-v3", Some(448)), ("Whisper large-v3-turbo", Some(448))],
        licence: "MIT",
        notice: "whisper.txt",
        base: Some("whisper"),
        equal_to: &["whisper"],
        note: "One language more than Whisper, Cantonese; the special tokens after it move by one.",
        sources: &[MULTILINGUAL],
        make: whisper_100,
    },
    Family {
        name: "whisper-en",
        title: "Whisper English",
        maker: "OpenAI",
        models: &[("Whisper tiny.en", Some(448)), ("Whisper base.en", Some(448)), ("Whisper medium.en", Some(448))],
        licence: "MIT",
        notice: "whisper.txt",
        base: Some("gpt2"),
        equal_to: &["gpt2", "r50k_base"],
        note: "",
        sources: &[openai::R50K],
        make: whisper_99,
    },
];

/// In the order of the package's list of languages.
const LANGUAGES: &str = "en zh de es ru ko fr ja pt tr pl ca nl ar sv it id hi fi vi he uk el ms cs ro da hu ta no th \
    ur hr bg lt la mi ml cy sk te fa lv bn sr az sl kn et mk br eu is hy ne mn bs kk sq sw gl mr pa si km sn yo so af \
    oc ka be tg sd gu am yi lo uz fo ht ps tk nn mt sa lb my bo tl mg as tt haw ln ha ba jw su yue";

fn whisper_99(name: &str, files: &[Vec<u8>]) -> Result<Definition> {
    whisper(name, files, 99)
}

fn whisper_100(name: &str, files: &[Vec<u8>]) -> Result<Definition> {
    whisper(name, files, 100)
}

/// Special tokens follow the ranks: tasks, languages, then 1,501 times in steps of 0.02 seconds.
fn whisper(name: &str, files: &[Vec<u8>], languages: usize) -> Result<Definition> {
    let mut definition = ranks(name, files, KnownPattern::Gpt2, &[])?;
    let words = |list: &[&str]| list.iter().map(|word| format!("<|{word}|>")).collect::<Vec<_>>();
    let languages: Vec<&str> = LANGUAGES.split_whitespace().take(languages).collect();
    let mut specials = words(&["endoftext", "startoftranscript"]);
    specials.extend(words(&languages));
    specials.extend(words(&["translate", "transcribe", "startoflm", "startofprev", "nospeech", "notimestamps"]));
    specials.extend((0..=1500).map(|step| format!("<|{}.{:02}|>", step / 50, step % 50 * 2)));
    let first = definition.vocabulary.len() as u32;
    definition.added = (first..).zip(specials).map(|(id, content)| special(content, id)).collect();
    Ok(definition)
}
