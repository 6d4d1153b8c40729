//go:build wasm && !noasm

#include "textflag.h"

// Patches of images and their way back, and pooling, a row of outputs at a time: a row's number of vectors is small, and what a loop
// costs beside its work is much, so the shorter rows have bodies without loops. See tile_wasm.h for the assembler's faults.

#define ARG(n, R) I64Load n; Set R
#define ADD(R, S) Get R; Get S; I64Add; Set R
#define ADDC(R, n) Get R; I64Const $(n); I64Add; Set R
#define SUM(R, S, T) Get R; Get S; I64Add; Set T
#define NONZERO(R) Tee R; I64Eqz; I32Eqz
#define AGAIN(R) Get R; I64Const $1; I64Sub; NONZERO(R); BrIf $0; End
#define FIELD(n, R) Get R0; I32WrapI64; I64Load $(n); Set R
#define QUAD(R, off) Get R; I32WrapI64; V128Load $(off)
#define BELOW(R, n) Get R; I64Const $(n); I64LtS

// The loops over channels and places. R1: the channel's first pixel, R2: the kernel row's, R3: the place's; R4, R5: the row of pixels
// and the matrix; R6: bytes of a row of outputs; R7: of a row of pixels; R8 … R11: channels, kernel rows and columns, rows left.
#define PLACES \
	FIELD(32, R6); Get R6; I64Const $2; I64Shl; Set R6; \
	FIELD(40, R7); Get R7; I64Const $2; I64Shl; Set R7; \
	FIELD(0, R8); \
	Loop; \
	Get R1; Set R2; \
	FIELD(8, R9); \
	Loop; \
	Get R2; Set R3; \
	FIELD(8, R10); \
	Loop; \
	Get R3; Set R4; \
	FIELD(24, R11)

#define NEXT \
	Get R3; Get R0; I32WrapI64; I64Load $16; I64Const $2; I64Shl; I64Add; Set R3; \
	AGAIN(R10); \
	Get R2; Get R0; I32WrapI64; I64Load $16; Get R7; I64Mul; I64Add; Set R2; \
	AGAIN(R9); \
	Get R1; Get R0; I32WrapI64; I64Load $48; I64Const $2; I64Shl; I64Add; Set R1; \
	AGAIN(R8)

#define MOVE(D, S, off) Get D; I32WrapI64; QUAD(S, off); V128Store $0, $(off)
#define END(R, n, T) Get R; Get R6; I64Add; I64Const $(n); I64Sub; Set T
#define DOWN ADD(R4, R7); ADD(R5, R6); AGAIN(R11)

// func gather(p *Patches, x, col unsafe.Pointer)
// Rows of 4 outputs or more; the last vectors of a row overlap those before.
TEXT ·gather(SB), NOSPLIT, $0-24
	ARG(p+0(FP), R0)
	ARG(x+8(FP), R1)
	ARG(col+16(FP), R5)
	PLACES
	BELOW(R6, 36)
	If
		Loop
			END(R4, 16, R12); END(R5, 16, R13)
			MOVE(R5, R4, 0); MOVE(R13, R12, 0)
		DOWN
	Else
		BELOW(R6, 68)
		If
			Loop
				END(R4, 32, R12); END(R5, 32, R13)
				MOVE(R5, R4, 0); MOVE(R5, R4, 16); MOVE(R13, R12, 0); MOVE(R13, R12, 16)
			DOWN
		Else
			Loop
				Get R4; Set R12
				Get R5; Set R13
				Get R6; I64Const $5; I64ShrU; Set R14
				Loop
					MOVE(R13, R12, 0); MOVE(R13, R12, 16)
					ADDC(R12, 32); ADDC(R13, 32)
				AGAIN(R14)
				END(R4, 32, R12); END(R5, 32, R13)
				MOVE(R13, R12, 0); MOVE(R13, R12, 16)
			DOWN
		End
	End
	NEXT
	RET

#define PLUS(D, S, off) Get D; I32WrapI64; QUAD(D, off); QUAD(S, off); F32x4Add; V128Store $0, $(off)

// func scatter(p *Patches, col, x unsafe.Pointer)
// Rows of 4 outputs or more. V0 keeps what belongs to the row of the last vector, which may reach past it; R15 are the bytes before it.
// R12, R13: the vector's pixels and numbers. Rows of 8 have a body without a loop.
TEXT ·scatter(SB), NOSPLIT, $0-24
	ARG(p+0(FP), R0)
	ARG(col+8(FP), R5)
	ARG(x+16(FP), R1)
	PLACES
	Get R6; I64Const $1; I64Sub; I64Const $-16; I64And; Set R15
	V128Const $0x0000000100000000, $0x0000000300000002
	Get R6; Get R15; I64Sub; I64Const $2; I64ShrU; I32WrapI64; I32x4Splat
	I32x4LtS
	Set V0
	Get R6; I64Const $32; I64Eq
	If
		Loop
			PLUS(R4, R5, 0); PLUS(R4, R5, 16)
		DOWN
	Else
		Loop
			Get R4; Set R12
			Get R5; Set R13
			Get R15; I64Const $5; I64ShrU; NONZERO(R14)
			If
				Loop
					PLUS(R12, R13, 0)
					PLUS(R12, R13, 16)
					ADDC(R12, 32); ADDC(R13, 32)
				AGAIN(R14)
			End
			Get R15; I64Const $16; I64And; NONZERO(R14)
			If
				PLUS(R12, R13, 0)
				ADDC(R12, 16); ADDC(R13, 16)
			End
			Get R12; I32WrapI64; QUAD(R12, 0); QUAD(R13, 0); Get V0; V128And; F32x4Add; V128Store $0, $0
		DOWN
	End
	NEXT
	RET

// V0: the numbers of even place, V1: of odd place, of the eight at R.
#define SPLIT(R, E, O) \
	QUAD(R, 0); Set V12; \
	QUAD(R, 16); Set V13; \
	Get V12; Get V8; I8x16Swizzle; Get V13; Get V10; I8x16Swizzle; V128Or; Set E; \
	Get V12; Get V9; I8x16Swizzle; Get V13; Get V11; I8x16Swizzle; V128Or; Set O

// V4: the largest so far, V5: its place; takes V at place P where it is larger.
#define LARGER(V, P) \
	Get V; Get V4; F32x4Gt; Set V12; \
	Get V; Get V4; Get V12; V128Bitselect; Set V4; \
	Get P; Get V5; Get V12; V128Bitselect; Set V5

// POOL makes four windows, their rows at R1 and R2, their first place in V6, to R3 and R4.
#define POOL \
	SPLIT(R1, V4, V1); SPLIT(R2, V2, V3); \
	Get V6; Set V5; \
	Get V6; Get V14; I32x4Add; Set V7; \
	LARGER(V1, V7); \
	Get V6; Get V15; I32x4Add; Set V0; \
	LARGER(V2, V0); \
	Get V7; Get V15; I32x4Add; Set V0; \
	LARGER(V3, V0); \
	Get R3; I32WrapI64; Get V4; V128Store $0, $0; \
	Get R4; I32WrapI64; Get V5; V128Store $0, $0

// func maxPool2(n, rows int, x unsafe.Pointer, w uintptr, y, at unsafe.Pointer, from int)
// n ≥ 4: the last four windows of a row overlap those before.
TEXT ·maxPool2(SB), NOSPLIT, $0-56
	ARG(n+0(FP), R10)
	ARG(rows+8(FP), R11)
	ARG(x+16(FP), R5)
	ARG(w+24(FP), R6)
	ARG(y+32(FP), R7)
	ARG(at+40(FP), R8)
	ARG(from+48(FP), R9)
	V128Const $0x0b0a090803020100, $0xffffffffffffffff; Set V8
	V128Const $0x0f0e0d0c07060504, $0xffffffffffffffff; Set V9
	V128Const $0xffffffffffffffff, $0x0b0a090803020100; Set V10
	V128Const $0xffffffffffffffff, $0x0f0e0d0c07060504; Set V11
	I32Const $1; I32x4Splat; Set V14
	Get R6; I64Const $2; I64ShrU; I32WrapI64; I32x4Splat; Set V15
	Loop
		Get R5; Set R1
		SUM(R5, R6, R2)
		Get R7; Set R3
		Get R8; Set R4
		Get R9; I32WrapI64; I32x4Splat
		V128Const $0x0000000200000000, $0x0000000600000004
		I32x4Add; Set V6
		Get R10; I64Const $2; I64ShrU; Set R12
		Loop
			POOL
			ADDC(R1, 32); ADDC(R2, 32); ADDC(R3, 16); ADDC(R4, 16)
			Get V6; I32Const $8; I32x4Splat; I32x4Add; Set V6
		AGAIN(R12)
		Get R10; I64Const $3; I64And; I64Const $4; I64Sub; Set R12
		Get R12; I64Const $-4; I64Ne
		If
			Get R1; Get R12; I64Const $3; I64Shl; I64Add; Set R1
			SUM(R1, R6, R2)
			Get R3; Get R12; I64Const $2; I64Shl; I64Add; Set R3
			Get R4; Get R12; I64Const $2; I64Shl; I64Add; Set R4
			Get V6; Get R12; I32WrapI64; I32Const $1; I32Shl; I32x4Splat; I32x4Add; Set V6
			POOL
		End
		Get R5; Get R6; I64Const $1; I64Shl; I64Add; Set R5
		Get R9; Get R6; I64Const $1; I64ShrU; I64Add; Set R9
		Get R7; Get R10; I64Const $2; I64Shl; I64Add; Set R7
		Get R8; Get R10; I64Const $2; I64Shl; I64Add; Set R8
	AGAIN(R11)
	RET

// BACK gives the pixels of four windows their derivatives, of the rows at R1 and R2: those at R3 where R4 says so, 0 elsewhere. V6, V7
// are the first places of the windows above and below.
#define MINE(P, V) Get V4; Get V5; Get P; I32x4Eq; V128And; Set V
#define PAIRS(E, O, R, low, high) \
	Get R; I32WrapI64; Get E; low; Get O; low; I32Const $32; I64x2Shl; V128Or; V128Store $0, $0; \
	Get R; I32WrapI64; Get E; high; Get O; high; I32Const $32; I64x2Shl; V128Or; V128Store $0, $16
#define BACK \
	QUAD(R3, 0); Set V4; \
	QUAD(R4, 0); Set V5; \
	Get V6; Get V15; I32x4Add; Set V7; \
	MINE(V6, V0); MINE(V7, V2); \
	Get V6; Get V14; I32x4Add; Set V8; \
	Get V7; Get V14; I32x4Add; Set V9; \
	MINE(V8, V1); MINE(V9, V3); \
	PAIRS(V0, V1, R1, I64x2ExtendLowI32x4U, I64x2ExtendHighI32x4U); \
	PAIRS(V2, V3, R2, I64x2ExtendLowI32x4U, I64x2ExtendHighI32x4U)

// func maxPool2Bwd(n, rows int, dy, at, dx unsafe.Pointer, from int)
// n ≥ 4, and rows of pixels of 2n: the last four windows of a row overlap those before.
TEXT ·maxPool2Bwd(SB), NOSPLIT, $0-48
	ARG(n+0(FP), R10)
	ARG(rows+8(FP), R11)
	ARG(dy+16(FP), R7)
	ARG(at+24(FP), R8)
	ARG(dx+32(FP), R5)
	ARG(from+40(FP), R9)
	Get R10; I64Const $3; I64Shl; Set R6
	I32Const $1; I32x4Splat; Set V14
	Get R10; I64Const $1; I64Shl; I32WrapI64; I32x4Splat; Set V15
	Loop
		Get R5; Set R1
		SUM(R5, R6, R2)
		Get R7; Set R3
		Get R8; Set R4
		Get R9; I32WrapI64; I32x4Splat
		V128Const $0x0000000200000000, $0x0000000600000004
		I32x4Add; Set V6
		Get R10; I64Const $2; I64ShrU; Set R12
		Loop
			BACK
			ADDC(R1, 32); ADDC(R2, 32); ADDC(R3, 16); ADDC(R4, 16)
			Get V6; I32Const $8; I32x4Splat; I32x4Add; Set V6
		AGAIN(R12)
		Get R10; I64Const $3; I64And; I64Const $4; I64Sub; Set R12
		Get R12; I64Const $-4; I64Ne
		If
			Get R1; Get R12; I64Const $3; I64Shl; I64Add; Set R1
			SUM(R1, R6, R2)
			Get R3; Get R12; I64Const $2; I64Shl; I64Add; Set R3
			Get R4; Get R12; I64Const $2; I64Shl; I64Add; Set R4
			Get V6; Get R12; I32WrapI64; I32Const $1; I32Shl; I32x4Splat; I32x4Add; Set V6
			BACK
		End
		Get R5; Get R6; I64Const $1; I64Shl; I64Add; Set R5
		Get R9; Get R10; I64Const $2; I64Shl; I64Add; Set R9
		Get R7; Get R10; I64Const $2; I64Shl; I64Add; Set R7
		Get R8; Get R10; I64Const $2; I64Shl; I64Add; Set R8
	AGAIN(R11)
	RET

#define LANE(V, i) Get V; F32x4ExtractLane $0, $i
#define OVER(V, off) Get R5; I32WrapI64; Get R5; I32WrapI64; F32Load $(off); LANE(V, 0); LANE(V, 1); F32Add; LANE(V, 2); LANE(V, 3); F32Add; F32Add; F32Add; F32Store $(off)

// func sumRows4(fours, quads int, x, out unsafe.Pointer)
// out[r] += the sum of row r of 4·quads numbers, in four lanes, for 4·fours rows, four of them at a time.
TEXT ·sumRows4(SB), NOSPLIT, $0-32
	ARG(fours+0(FP), R7)
	ARG(x+16(FP), R1)
	ARG(out+24(FP), R5)
	I64Load quads+8(FP); I64Const $4; I64Shl; Set R6
	Loop
		SUM(R1, R6, R2); SUM(R2, R6, R3); SUM(R3, R6, R4)
		V128Const $0, $0; Tee V0; Tee V1; Tee V2; Set V3
		ARG(quads+8(FP), R8)
		Loop
			Get V0; QUAD(R1, 0); F32x4Add; Set V0
			Get V1; QUAD(R2, 0); F32x4Add; Set V1
			Get V2; QUAD(R3, 0); F32x4Add; Set V2
			Get V3; QUAD(R4, 0); F32x4Add; Set V3
			ADDC(R1, 16); ADDC(R2, 16); ADDC(R3, 16); ADDC(R4, 16)
		AGAIN(R8)
		OVER(V0, 0); OVER(V1, 4); OVER(V2, 8); OVER(V3, 12)
		Get R4; Set R1
		ADDC(R5, 16)
	AGAIN(R7)
	RET
