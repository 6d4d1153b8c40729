//go:build wasm && !noasm

#include "textflag.h"

// The vectors of Go have no widening of float32 for wasm; the assembler has.

#define WIDE(R, off) Get R; I32WrapI64; V128Load $(off); F64x2PromoteLowF32x4
#define TERM(S, off) Get S; WIDE(R1, off); WIDE(R2, off); F64x2Mul; F64x2Add; Set S
#define OUT(off, S) Get R3; I32WrapI64; Get S; V128Store $0, $(off)

// func dots(n int, x, y unsafe.Pointer, s *[8]float64)
// s[j] = Σ float64(x[8*i+j])·float64(y[8*i+j]) over i = 0 … n−1, n > 0. Reads 8 bytes more.
TEXT ·dots(SB), NOSPLIT, $0-32
	I64Load n+0(FP); Set R0
	I64Load x+8(FP); Set R1
	I64Load y+16(FP); Set R2
	I64Load s+24(FP); Set R3
	V128Const $0, $0; Tee V0; Tee V1; Tee V2; Set V3
	Loop
		TERM(V0, 0); TERM(V1, 8); TERM(V2, 16); TERM(V3, 24)
		Get R1; I64Const $32; I64Add; Set R1
		Get R2; I64Const $32; I64Add; Set R2
		Get R0; I64Const $1; I64Sub; Tee R0; I64Eqz; I32Eqz; BrIf $0
	End
	OUT(0, V0); OUT(16, V1); OUT(32, V2); OUT(48, V3)
	RET
