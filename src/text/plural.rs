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
        let any: Option<Vec<Vec<Relation>>> = rule
            .split(" or ")
            .map(|all| all.split(" and ").map(relation).collect::<Option<Vec<_>>>())
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

fn relation(text: &str) -> Option<Relation> {
    let (operand, ranges, negated) = match text.split_once("!=") {
        Some((operand, ranges)) => (operand, ranges, true),
        None => {
            let (operand, ranges) = text.split_once('=')?;
            (operand, ranges, false)
        }
    };
    let modulus = match operand.trim().strip_prefix('n')?.trim() {
        "" => None,
        it => Some(it.strip_prefix('%')?.trim().parse().ok().filter(|it| *it > 0)?),
    };
    let range = |it: &str| match it.split_once("..") {
        Some((least, most)) => Some((least.trim().parse().ok()?, most.trim().parse().ok()?)),
        None => it.trim().parse().ok().map(|it| (it, it)),
    };
    Some(Relation {
        modulus,
        negated,
        ranges: ranges.split(',').map(range).collect::<Option<_>>()?,
    })
}
