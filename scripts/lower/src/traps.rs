//! Functions that do nothing but trap, which is what is left of panics.
//!
//! A panic puts its message together and hands it on. In a browser nobody takes it: the standard library has no
//! place to print to. The compiler keeps the message all the same.

use std::collections::HashSet;

use walrus::ir::{Instr, InstrSeqId, Visitor, dfs_in_order};
use walrus::{FunctionBuilder, FunctionId, FunctionKind, LocalFunction, Module};

/// Replaces the body of each function that can only trap by the trap. What it would have written to memory before,
/// nobody reads: an instance takes no more calls after a trap.
pub fn lower(module: &mut Module) {
    let mut traps = HashSet::new();
    loop {
        let functions = module.funcs.iter_local();
        let found: Vec<_> = functions
            .filter(|(id, function)| !traps.contains(id) && only_traps(function, &traps))
            .map(|(id, _)| id)
            .collect();
        if found.is_empty() {
            break;
        }
        traps.extend(found);
    }
    for id in traps {
        let FunctionKind::Local(function) = &module.funcs.get(id).kind else {
            continue;
        };
        let arguments = function.args.clone();
        let signature = module.types.get(function.ty());
        let (params, results) = (signature.params().to_vec(), signature.results().to_vec());
        let mut trap = FunctionBuilder::new(&mut module.types, &params, &results);
        trap.func_body().unreachable();
        module.funcs.get_mut(id).kind = FunctionKind::Local(trap.local_func(arguments));
    }
}

/// Whether a function never returns and, but for calls of `traps`, has no effect outside of memory.
fn only_traps(function: &LocalFunction, traps: &HashSet<FunctionId>) -> bool {
    let entry = function.entry_block();
    let last = function.block(entry).instrs.last();
    let mut body = Body {
        entry,
        traps,
        only_traps: matches!(last, Some((Instr::Unreachable(_), _))),
    };
    dfs_in_order(&mut body, function, entry);
    body.only_traps
}

struct Body<'a> {
    entry: InstrSeqId,
    traps: &'a HashSet<FunctionId>,
    only_traps: bool,
}

impl<'a> Visitor<'a> for Body<'_> {
    fn visit_instr(&mut self, instruction: &'a Instr, _: &'a walrus::ir::InstrLocId) {
        // A branch to the entry returns. A loop might never end. What is not named here might do anything.
        self.only_traps &= match instruction {
            Instr::Call(call) => self.traps.contains(&call.func),
            Instr::Br(br) => br.block != self.entry,
            Instr::BrIf(br) => br.block != self.entry,
            Instr::BrTable(br) => br.default != self.entry && !br.blocks.contains(&self.entry),
            Instr::Block(_)
            | Instr::IfElse(_)
            | Instr::LocalGet(_)
            | Instr::LocalSet(_)
            | Instr::LocalTee(_)
            | Instr::GlobalGet(_)
            | Instr::GlobalSet(_)
            | Instr::Const(_)
            | Instr::Binop(_)
            | Instr::Unop(_)
            | Instr::Select(_)
            | Instr::Drop(_)
            | Instr::Load(_)
            | Instr::Store(_)
            | Instr::Unreachable(_) => true,
            _ => false,
        };
    }
}
