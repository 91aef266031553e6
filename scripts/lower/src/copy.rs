//! Copying memory, which is an instruction only since WebAssembly 2.0.
//!
//! Binaryen's own lowering goes byte by byte. The runtime's `memmove` cannot be called in its place:
//! it has a stack frame, and a function that calls nothing keeps its own below the stack pointer.

use anyhow::Result;
use walrus::ir::{
    BinaryOp, Call, ExtendedLoad, Instr, InstrSeq, LoadKind, MemArg, StoreKind, VisitorMut,
    dfs_pre_order_mut,
};
use walrus::{FunctionBuilder, FunctionId, InstrSeqBuilder, LocalId, MemoryId, Module, ValType};

/// Replaces every `memory.copy` by a call of a function that does the same word by word.
pub fn lower(module: &mut Module) -> Result<()> {
    let copy = Copy {
        memory: module.get_memory_id()?,
        to: module.locals.add(ValType::I32),
        from: module.locals.add(ValType::I32),
        count: module.locals.add(ValType::I32),
    };
    let func = copy.build(module);
    for (id, function) in module.funcs.iter_local_mut() {
        if id != func {
            dfs_pre_order_mut(&mut Lowering(func), function, function.entry_block());
        }
    }
    Ok(())
}

struct Lowering(FunctionId);

impl VisitorMut for Lowering {
    fn start_instr_seq_mut(&mut self, sequence: &mut InstrSeq) {
        for (instruction, _) in &mut sequence.instrs {
            if let Instr::MemoryCopy(_) = instruction {
                *instruction = Call { func: self.0 }.into();
            }
        }
    }
}

/// The function's memory and parameters.
struct Copy {
    memory: MemoryId,
    to: LocalId,
    from: LocalId,
    count: LocalId,
}

/// The widths of a step, in bytes. No host needs them aligned.
const WIDTHS: [i32; 3] = [8, 4, 1];

impl Copy {
    /// Forwards, unless that would overwrite what is still to be read.
    fn build(&self, module: &mut Module) -> FunctionId {
        let mut function = FunctionBuilder::new(&mut module.types, &[ValType::I32; 3], &[]);
        function
            .func_body()
            .local_get(self.to)
            .local_get(self.from)
            .binop(BinaryOp::I32Sub)
            .local_get(self.count)
            .binop(BinaryOp::I32LtU)
            .if_else(
                None,
                |then| WIDTHS.into_iter().for_each(|n| self.backwards(then, n)),
                |or| WIDTHS.into_iter().for_each(|n| self.forwards(or, n)),
            );
        function.finish(vec![self.to, self.from, self.count], &mut module.funcs)
    }

    fn forwards(&self, body: &mut InstrSeqBuilder<'_>, width: i32) {
        self.while_there_are(body, width, |step| {
            step.local_get(self.to).local_get(self.from);
            self.move_one(step, width);
            for pointer in [self.to, self.from] {
                step.local_get(pointer)
                    .i32_const(width)
                    .binop(BinaryOp::I32Add)
                    .local_set(pointer);
            }
            self.count_down(step, width);
        });
    }

    fn backwards(&self, body: &mut InstrSeqBuilder<'_>, width: i32) {
        self.while_there_are(body, width, |step| {
            self.count_down(step, width);
            for pointer in [self.to, self.from] {
                step.local_get(pointer)
                    .local_get(self.count)
                    .binop(BinaryOp::I32Add);
            }
            self.move_one(step, width);
        });
    }

    fn while_there_are(
        &self,
        body: &mut InstrSeqBuilder<'_>,
        width: i32,
        step: impl FnOnce(&mut InstrSeqBuilder<'_>),
    ) {
        body.loop_(None, |round| {
            let again = round.id();
            round
                .local_get(self.count)
                .i32_const(width)
                .binop(BinaryOp::I32GeU)
                .if_else(
                    None,
                    |then| {
                        step(then);
                        then.br(again);
                    },
                    |_| {},
                );
        });
    }

    fn count_down(&self, step: &mut InstrSeqBuilder<'_>, width: i32) {
        step.local_get(self.count)
            .i32_const(width)
            .binop(BinaryOp::I32Sub)
            .local_set(self.count);
    }

    /// From the address on top of the stack to the one below it.
    fn move_one(&self, step: &mut InstrSeqBuilder<'_>, width: i32) {
        let (load, store) = match width {
            8 => (
                LoadKind::I64 { atomic: false },
                StoreKind::I64 { atomic: false },
            ),
            4 => (
                LoadKind::I32 { atomic: false },
                StoreKind::I32 { atomic: false },
            ),
            _ => (
                LoadKind::I32_8 {
                    kind: ExtendedLoad::ZeroExtend,
                },
                StoreKind::I32_8 { atomic: false },
            ),
        };
        let at = MemArg {
            align: 1,
            offset: 0,
        };
        step.load(self.memory, load, at)
            .store(self.memory, store, at);
    }
}
