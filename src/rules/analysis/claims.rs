//! What is claimed of a programme's rules.

use super::Analysis;
use super::formula::Formula;
use super::given::Given;
use super::samples::Sample;
use super::search::{Pinned, Rows, World};
use super::table::Table;
use super::too_large::TooLarge;
use crate::rules::Verdict;
use crate::rules::expr::Condition;
use crate::time::Day;

/// Which rule of an analysis is what, by number.
#[derive(Debug, Clone, Default)]
pub(crate) struct Rules {
    pub(crate) applies_when: Option<usize>,
    pub(crate) requirements: Vec<usize>,
    /// The best first.
    pub(crate) tiers: Vec<usize>,
}

/// Facts that show something, and the day on which they do.
pub(crate) type Example = (Given, Day);

/// What holds of rules, whatever the facts are, or for somebody.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Claim {
    /// A rule has one verdict for everybody.
    Constant { rule: usize, always: bool },
    /// So does a part of it, at these places among the operands of connectives.
    Part {
        rule: usize,
        place: Vec<usize>,
        always: bool,
    },
    /// `applies_when` and the requirements never hold together.
    Nobody,
    /// Nobody gets a tier, though its condition can hold: those before it, or this one of them, take all.
    Unreachable { tier: usize, by: Option<usize> },
    /// Values of a fact between those of two tiers are in neither.
    Gap {
        below: usize,
        above: usize,
        fact: String,
        example: Example,
    },
    /// Values of a fact are in two tiers, of which neither has all that the other has.
    Overlap {
        first: usize,
        second: usize,
        fact: String,
        example: Example,
    },
    /// The first of two tiers that somebody reaches gives less.
    Order {
        first: usize,
        second: usize,
        example: Example,
    },
    /// A better subject gets another tier that gives less, or none.
    Worse {
        tier: usize,
        instead: Option<usize>,
        fact: String,
        worse: Example,
        better: Example,
    },
}

impl Analysis<'_> {
    /// All that can be claimed. `gives_less` says whether the benefit of one tier, by its number, is less than that of
    /// another. The claims before an error are sound all the same.
    pub(crate) fn claims(
        &self,
        rules: &Rules,
        gives_less: &dyn Fn(usize, usize) -> bool,
        found: &mut Vec<Claim>,
    ) -> Result<(), TooLarge> {
        let claimant = Claimant::new(self, rules, gives_less);
        claimant.constants(found)?;
        let reachable = claimant.unreachable(found)?;
        claimant.order(&reachable, found)?;
        claimant.bands(found)?;
        claimant.worse(found)
    }

    /// Whether a formula is true of nobody, on any day.
    fn never(&self, formula: &Formula) -> Result<bool, TooLarge> {
        for (_, world) in self.worlds() {
            if world.find(formula, Rows::All, None)?.is_some() {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// The one verdict of a formula, if it has one: true or false.
    fn constant(&self, formula: &Formula) -> Result<Option<bool>, TooLarge> {
        if self.never(formula)? {
            return Ok(Some(false));
        }
        let always = self.never(&formula.clone().holds().negated())?;
        Ok(always.then_some(true))
    }
}

struct Claimant<'c> {
    analysis: &'c Analysis<'c>,
    rules: &'c Rules,
    gives_less: &'c dyn Fn(usize, usize) -> bool,
    /// Whether the programme applies and its requirements hold.
    base: Formula,
}

impl<'c> Claimant<'c> {
    fn new(
        analysis: &'c Analysis<'c>,
        rules: &'c Rules,
        gives_less: &'c dyn Fn(usize, usize) -> bool,
    ) -> Self {
        let mut claimant = Self {
            analysis,
            rules,
            gives_less,
            base: Formula::TRUE,
        };
        let mut base = vec![claimant.applies()];
        base.extend(rules.requirements.iter().map(|rule| claimant.holds(*rule)));
        claimant.base = Formula::All(base);
        claimant
    }

    fn formula(&self, rule: usize) -> Formula {
        let formula = self.analysis.formulas.get(rule);
        formula.cloned().unwrap_or(Formula::FALSE)
    }

    fn holds(&self, rule: usize) -> Formula {
        self.formula(rule).holds()
    }

    fn applies(&self) -> Formula {
        let applies = self.rules.applies_when.map(|rule| self.holds(rule));
        applies.unwrap_or(Formula::TRUE)
    }

    fn tier(&self, number: usize) -> Formula {
        let rule = self.rules.tiers.get(number);
        rule.map_or(Formula::FALSE, |rule| self.holds(*rule))
    }

    fn tiers(&self) -> std::ops::Range<usize> {
        0..self.rules.tiers.len()
    }

    /// Whether a tier is the one that is granted.
    fn granted(&self, tier: usize) -> Formula {
        let mut all = vec![self.tier(tier)];
        all.extend((0..tier).map(|earlier| self.tier(earlier).negated()));
        all.push(self.base.clone());
        Formula::All(all)
    }

    fn granted_any(&self) -> Formula {
        let any = self.tiers().map(|tier| self.tier(tier)).collect();
        Formula::All(vec![Formula::Any(any), self.base.clone()])
    }

    /// The tier that is granted on facts, by the evaluator; none where none is, or a requirement does not hold.
    fn decided(&self, (given, day): &Example) -> (bool, Vec<usize>) {
        let verdicts = self.analysis.evaluate(given, *day);
        let holds = |rule: &usize| verdicts.get(*rule) == Some(&Verdict::True);
        let applies = self.rules.applies_when.as_ref().is_none_or(holds);
        let base = applies && self.rules.requirements.iter().all(holds);
        let tiers = self.tiers();
        let tiers = tiers.filter(|tier| self.rules.tiers.get(*tier).is_some_and(&holds));
        (base, tiers.collect())
    }

    fn constants(&self, found: &mut Vec<Claim>) -> Result<(), TooLarge> {
        for (rule, (formula, expr)) in self
            .analysis
            .formulas
            .iter()
            .zip(&self.analysis.rules)
            .enumerate()
        {
            let is_tier = self.rules.tiers.contains(&rule);
            match self.analysis.constant(formula)? {
                // A last tier for everybody is written so.
                Some(true) if is_tier && expr.condition == Condition::Constant(true) => {}
                Some(always) => found.push(Claim::Constant { rule, always }),
                None => self.parts(rule, formula, &mut Vec::new(), found)?,
            }
        }
        Ok(())
    }

    /// Parts of a rule that is not constant itself.
    fn parts(
        &self,
        rule: usize,
        formula: &Formula,
        place: &mut Vec<usize>,
        found: &mut Vec<Claim>,
    ) -> Result<(), TooLarge> {
        let parts = match formula {
            Formula::All(parts) | Formula::Any(parts) => parts.iter().collect(),
            Formula::Not(inner) => vec![&**inner],
            _ => Vec::new(),
        };
        for (number, part) in parts.into_iter().enumerate() {
            place.push(number);
            match self.analysis.constant(part)? {
                Some(always) => found.push(Claim::Part {
                    rule,
                    place: place.clone(),
                    always,
                }),
                None => self.parts(rule, part, place, found)?,
            }
            place.pop();
        }
        Ok(())
    }

    /// Claims tiers that nobody gets, and returns which somebody may.
    fn unreachable(&self, found: &mut Vec<Claim>) -> Result<Vec<bool>, TooLarge> {
        let never = |rule: &usize| {
            let claim = Claim::Constant {
                rule: *rule,
                always: false,
            };
            found.contains(&claim)
        };
        let mut required = self.rules.requirements.iter();
        let is_hopeless =
            required.any(never) || self.rules.applies_when.as_ref().is_some_and(never);
        let dead: Vec<bool> = self.rules.tiers.iter().map(never).collect();
        if is_hopeless {
            return Ok(vec![false; dead.len()]);
        }
        if self.analysis.never(&self.base)? {
            found.push(Claim::Nobody);
            return Ok(vec![false; dead.len()]);
        }
        let mut reachable = Vec::new();
        for (tier, is_dead) in dead.into_iter().enumerate() {
            let never = is_dead || self.analysis.never(&self.granted(tier))?;
            reachable.push(!never);
            if is_dead || !never {
                continue;
            }
            // The first that by itself takes all that this one would have, if there is such a one.
            let mut by = None;
            for earlier in 0..tier {
                let both = vec![
                    self.tier(tier),
                    self.tier(earlier).negated(),
                    self.base.clone(),
                ];
                if self.analysis.never(&Formula::All(both))? {
                    by = Some(earlier);
                    break;
                }
            }
            found.push(Claim::Unreachable { tier, by });
        }
        Ok(reachable)
    }

    fn order(&self, reachable: &[bool], found: &mut Vec<Claim>) -> Result<(), TooLarge> {
        for second in self.tiers() {
            for first in 0..second {
                let are_reachable = [first, second]
                    .iter()
                    .all(|tier| reachable.get(*tier) == Some(&true));
                if !are_reachable || !(self.gives_less)(first, second) {
                    continue;
                }
                let both = Formula::All(vec![self.granted(first), self.tier(second)]);
                for (day, world) in self.analysis.worlds() {
                    let Some(given) = world.find(&both, Rows::Real, None)? else {
                        continue;
                    };
                    let example = (given, day);
                    let (base, held) = self.decided(&example);
                    if base && held.first() == Some(&first) && held.contains(&second) {
                        found.push(Claim::Order {
                            first,
                            second,
                            example,
                        });
                        break;
                    }
                }
            }
        }
        Ok(())
    }

    fn bands(&self, found: &mut Vec<Claim>) -> Result<(), TooLarge> {
        for (day, world) in self.analysis.worlds() {
            for (number, table) in world.tables.iter().enumerate() {
                for (place, variable) in table.variables.iter().enumerate() {
                    let Some(variable) = self.analysis.level.variables.get(*variable) else {
                        continue;
                    };
                    let bands = Bands {
                        claimant: self,
                        world: &world,
                        day,
                        cells: in_order(table, place),
                        pin: (number, place),
                        fact: variable.path.to_string(),
                    };
                    bands.claims(found)?;
                }
            }
        }
        Ok(())
    }

    fn worse(&self, found: &mut Vec<Claim>) -> Result<(), TooLarge> {
        let applies = self.applies();
        let granted: Vec<Formula> = self.tiers().map(|tier| self.granted(tier)).collect();
        let any = self.granted_any();
        for (day, world) in self.analysis.worlds() {
            for (number, table) in world.tables.iter().enumerate() {
                for step in &table.steps {
                    let (Some(worse), Some(better)) = (&step.worse.facts, &step.better.facts)
                    else {
                        continue;
                    };
                    let at = |formula: &Formula, verdicts: &[Verdict]| {
                        formula.given(&|atom| {
                            let (table, column) = self.analysis.places.get(atom).copied()?;
                            let known = verdicts.get(column).copied();
                            known.filter(|_| table == number)
                        })
                    };
                    for tier in self.tiers() {
                        let Some(own) = granted.get(tier) else {
                            continue;
                        };
                        let own = at(own, &step.worse.verdicts);
                        let less = self.tiers().filter(|other| (self.gives_less)(*other, tier));
                        let mut instead: Vec<Option<usize>> = less.map(Some).collect();
                        instead.push(None);
                        for instead in instead {
                            let known = found.iter().any(|claim| {
                                matches!(claim, Claim::Worse { tier: t, instead: i, fact, .. }
                                    if *t == tier && *i == instead && *fact == step.of)
                            });
                            if known {
                                continue;
                            }
                            let other = match instead {
                                Some(other) => granted.get(other).cloned(),
                                None => {
                                    let none = any.clone().negated();
                                    Some(Formula::All(vec![none, applies.clone()]))
                                }
                            };
                            let other = at(&other.unwrap_or(Formula::FALSE), &step.better.verdicts);
                            let both = Formula::All(vec![own.clone(), other]);
                            let Some(rest) = world.find(&both, Rows::Real, None)? else {
                                continue;
                            };
                            let with =
                                |own: &Given| (rest.iter().chain(own).cloned().collect(), day);
                            let (worse, better) = (with(worse), with(better));
                            if self.is_worse(&worse, &better, tier, instead) {
                                found.push(Claim::Worse {
                                    tier,
                                    instead,
                                    fact: step.of.clone(),
                                    worse,
                                    better,
                                });
                            }
                        }
                    }
                }
            }
        }
        Ok(())
    }

    /// Whether the evaluator says so too.
    fn is_worse(
        &self,
        worse: &Example,
        better: &Example,
        tier: usize,
        instead: Option<usize>,
    ) -> bool {
        let (base, held) = self.decided(worse);
        let (better_base, better_held) = self.decided(better);
        let first = better_held.first().copied().filter(|_| better_base);
        base && held.first() == Some(&tier) && first == instead
    }
}

/// The samples of a variable that have an order, in it, by number.
fn in_order(table: &Table, variable: usize) -> Vec<usize> {
    let samples: &[Sample] = table.samples.get(variable).map_or(&[], Vec::as_slice);
    let ranked = samples.iter().enumerate();
    let ranked = ranked.filter_map(|(number, sample)| Some((sample.rank?, number)));
    let mut ranked: Vec<(i64, usize)> = ranked.collect();
    ranked.sort_unstable();
    ranked.into_iter().map(|(_, number)| number).collect()
}

/// The tiers as bands of one fact, on a day.
struct Bands<'b> {
    claimant: &'b Claimant<'b>,
    world: &'b World<'b>,
    day: Day,
    /// The samples of the fact, from the least.
    cells: Vec<usize>,
    /// The table, and the variable in it.
    pin: (usize, usize),
    fact: String,
}

/// Whether a tier has a value of the fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum In {
    No,
    Perhaps,
    Yes,
}

impl Bands<'_> {
    fn find(&self, formula: &Formula, rows: Rows, cell: usize) -> Result<Option<Given>, TooLarge> {
        let (table, variable) = self.pin;
        let pinned = Pinned {
            table,
            variable,
            sample: cell,
        };
        self.world.find(formula, rows, Some(pinned))
    }

    fn is_in(&self, formula: &Formula, cell: usize) -> Result<In, TooLarge> {
        if self.find(formula, Rows::All, cell)?.is_none() {
            return Ok(In::No);
        }
        let real = self.find(formula, Rows::Real, cell)?;
        Ok(real.map_or(In::Perhaps, |_| In::Yes))
    }

    fn claims(&self, found: &mut Vec<Claim>) -> Result<(), TooLarge> {
        let claimant = self.claimant;
        if self.cells.len() < 2 {
            return Ok(());
        }
        let base = &claimant.base;
        let mut tiers: Vec<Vec<In>> = Vec::new();
        for tier in claimant.tiers() {
            let own = Formula::All(vec![claimant.tier(tier), base.clone()]);
            let cells = self.cells.iter();
            let own = cells.map(|cell| self.is_in(&own, *cell));
            tiers.push(own.collect::<Result<_, _>>()?);
        }
        self.gaps(&tiers, found)?;
        self.overlaps(&tiers, found)
    }

    fn gaps(&self, tiers: &[Vec<In>], found: &mut Vec<Claim>) -> Result<(), TooLarge> {
        let state = |tier: &[In], at: usize| tier.get(at).copied().unwrap_or(In::Perhaps);
        let holding = |at: usize| {
            let each = tiers.iter().enumerate();
            let held = each.filter(|(_, tier)| state(tier, at) == In::Yes);
            held.map(|(number, _)| number).collect::<Vec<usize>>()
        };
        let mut below: Vec<usize> = Vec::new();
        let mut inside: Vec<usize> = Vec::new();
        for at in 0..self.cells.len() {
            let held = holding(at);
            if held.is_empty() {
                if tiers.iter().any(|tier| state(tier, at) != In::No) {
                    // Whether it is in a band is open.
                    below.clear();
                }
                inside.push(at);
                continue;
            }
            if !inside.is_empty() && !below.iter().any(|tier| held.contains(tier)) {
                for cell in &inside {
                    if let (Some(lower), Some(upper)) = (below.first(), held.first())
                        && self.gap(*lower, *upper, *cell, found)?
                    {
                        break;
                    }
                }
            }
            inside.clear();
            below = held;
        }
        Ok(())
    }

    fn gap(
        &self,
        below: usize,
        above: usize,
        at: usize,
        found: &mut Vec<Claim>,
    ) -> Result<bool, TooLarge> {
        let known = found.iter().any(|claim| {
            matches!(claim, Claim::Gap { below: b, above: a, fact, .. }
                if *b == below && *a == above && *fact == self.fact)
        });
        let Some(cell) = self.cells.get(at).filter(|_| !known) else {
            return Ok(false);
        };
        let Some(given) = self.find(&self.claimant.base, Rows::Real, *cell)? else {
            return Ok(false);
        };
        let example = (given, self.day);
        let is_gap = self.claimant.decided(&example) == (true, Vec::new());
        if is_gap {
            found.push(Claim::Gap {
                below,
                above,
                fact: self.fact.clone(),
                example,
            });
        }
        Ok(is_gap)
    }

    fn overlaps(&self, tiers: &[Vec<In>], found: &mut Vec<Claim>) -> Result<(), TooLarge> {
        for (second, of_second) in tiers.iter().enumerate() {
            for (first, of_first) in tiers.iter().enumerate().take(second) {
                let each = || of_first.iter().zip(of_second).enumerate();
                let only = |a: In, b: In| a == In::Yes && b == In::No;
                let mine = each().any(|(_, (a, b))| only(*a, *b));
                let theirs = each().any(|(_, (a, b))| only(*b, *a));
                let known = found.iter().any(|claim| {
                    matches!(claim, Claim::Overlap { first: f, second: s, fact, .. }
                        if *f == first && *s == second && *fact == self.fact)
                });
                if !mine || !theirs || known {
                    continue;
                }
                let claimant = self.claimant;
                let both = Formula::All(vec![
                    claimant.tier(first),
                    claimant.tier(second),
                    claimant.base.clone(),
                ]);
                for (at, (a, b)) in each() {
                    let Some(cell) = self.cells.get(at) else {
                        continue;
                    };
                    if *a != In::Yes || *b != In::Yes {
                        continue;
                    }
                    let Some(given) = self.find(&both, Rows::Real, *cell)? else {
                        continue;
                    };
                    let example = (given, self.day);
                    let (base, held) = claimant.decided(&example);
                    if base && [first, second].iter().all(|tier| held.contains(tier)) {
                        found.push(Claim::Overlap {
                            first,
                            second,
                            fact: self.fact.clone(),
                            example,
                        });
                        break;
                    }
                }
            }
        }
        Ok(())
    }
}
