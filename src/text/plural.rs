//! The plural rules of a language, in the notation of CLDR: `n % 10 = 2..4 and n % 100 != 12..14`.

/// The rule of each plural category but `other`, which is what no rule takes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rules(Vec<(String, Vec<Vec<Relation>>)>);

/// `n % modulus` lies (or, if `negated`, lies not) in one of `ranges`.
#[derive(Clone, Debug, PartialEq)]
struct Relation {
    modulus: Option<usize>,
    negated: bool,
    ranges: Vec<(usize, usize)>,
}

impl Rules {
    /// Adds the rule of `category`; `false` if it cannot be read.
    pub fn add(&mut self, category: &str, rule: &str) -> bool {
        // Splitting at characters only: searching for texts costs the starter two kilobytes.
        let words: Vec<&str> = rule.split_whitespace().collect();
        let any: Option<Vec<Vec<Relation>>> = words
            .split(|it| *it == "or")
            .map(|all| all.split(|it| *it == "and").map(relation).collect::<Option<Vec<_>>>())
            .collect();
        let readable = any.is_some();
        self.0.extend(any.map(|any| (category.to_owned(), any)));
        readable
    }

    /// The category of the whole number `n`.
    pub fn category(&self, n: usize) -> &str {
        let holds = |it: &Relation| {
            let n = it.modulus.map_or(n, |modulus| n % modulus);
            it.ranges.iter().any(|(least, most)| (*least..=*most).contains(&n)) != it.negated
        };
        self.0
            .iter()
            .find(|(_, any)| any.iter().any(|all| all.iter().all(holds)))
            .map_or("other", |(category, _)| category)
    }

    pub fn categories(&self) -> Vec<&str> {
        self.0.iter().map(|(category, _)| category.as_str()).chain(["other"]).collect()
    }
}

fn relation(words: &[&str]) -> Option<Relation> {
    let text = words.concat();
    let (operand, ranges) = text.split_once('=')?;
    let positive = operand.trim_end_matches('!');
    let negated = positive.len() < operand.len();
    let modulus = match positive.strip_prefix('n')? {
        "" => None,
        it => Some(it.strip_prefix('%')?.parse().ok().filter(|it| *it > 0)?),
    };
    let range = |it: &str| match it.split_once('.') {
        Some((least, most)) => Some((least.parse().ok()?, most.strip_prefix('.')?.parse().ok()?)),
        None => it.parse().ok().map(|it| (it, it)),
    };
    Some(Relation {
        modulus,
        negated,
        ranges: ranges.split(',').map(range).collect::<Option<_>>()?,
    })
}
