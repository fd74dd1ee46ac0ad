//! Times by kind of page, and errors.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use crate::browser::{Answer, Browser};

/// What one person measured, or all of them.
#[derive(Default)]
pub(crate) struct Measure {
    kinds: BTreeMap<&'static str, Kind>,
}

#[derive(Default)]
struct Kind {
    times: Vec<Duration>,
    errors: usize,
}

impl Measure {
    pub(crate) fn get(
        &mut self,
        kind: &'static str,
        browser: &mut Browser,
        path: &str,
    ) -> anyhow::Result<Answer> {
        let begun = Instant::now();
        let answer = browser.get(path)?;
        self.note(kind, begun.elapsed(), answer.status == 200);
        Ok(answer)
    }

    pub(crate) fn post(
        &mut self,
        kind: &'static str,
        browser: &mut Browser,
        path: &str,
        fields: &[(&str, &str)],
    ) -> anyhow::Result<()> {
        let begun = Instant::now();
        let answer = browser.post(path, fields)?;
        self.note(kind, begun.elapsed(), answer.status == 303);
        Ok(())
    }

    /// Something that should have been on the page was not.
    pub(crate) fn fail(&mut self, kind: &'static str) {
        self.kinds.entry(kind).or_default().errors += 1;
    }

    fn note(&mut self, kind: &'static str, time: Duration, is_right: bool) {
        let kind = self.kinds.entry(kind).or_default();
        kind.times.push(time);
        kind.errors += usize::from(!is_right);
    }

    pub(crate) fn add(&mut self, other: Measure) {
        for (name, mut found) in other.kinds {
            let kind = self.kinds.entry(name).or_default();
            kind.times.append(&mut found.times);
            kind.errors += found.errors;
        }
    }

    /// A table in Markdown, as `docs/performance.md` has it.
    pub(crate) fn print(mut self, cases: u64, seconds: u64) {
        println!("\n{cases} cases, {seconds} s\n");
        println!("| page | requests | p50 ms | p95 ms | p99 ms | max ms | errors |");
        println!("|---|---:|---:|---:|---:|---:|---:|");
        let mut all = Kind::default();
        for (name, kind) in &mut self.kinds {
            all.times.extend(&kind.times);
            all.errors += kind.errors;
            kind.print(name);
        }
        all.print("**all**");
        let per_second = all.times.len() as u64 / seconds.max(1);
        println!("\n{per_second} pages a second");
    }
}

impl Kind {
    fn print(&mut self, name: &str) {
        self.times.sort_unstable();
        let at = |per_cent: usize| {
            let place = (self.times.len() * per_cent).div_ceil(100).max(1) - 1;
            let time = self.times.get(place).copied().unwrap_or_default();
            format!("{:.1}", time.as_secs_f64() * 1000.0)
        };
        println!(
            "| {name} | {} | {} | {} | {} | {} | {} |",
            self.times.len(),
            at(50),
            at(95),
            at(99),
            at(100),
            self.errors
        );
    }
}
