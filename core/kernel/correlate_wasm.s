//go:build wasm && !noasm

#include "textflag.h"
#include "tile_wasm.h"

// Products with the patches of an image, read from the image itself: see correlate.go, and gemm_wasm.s for the order of the sums.
// A table says how far from an output's own pixel each place is, in bytes.

// func correlateTile(k, mi int, w unsafe.Pointer, ldw uintptr, x, at unsafe.Pointer, y unsafe.Pointer, ldy uintptr, acc int)
// 8 outputs of a row, for 4*mi channels; element (p, o) of W at w + p*ldw + 4*o, of place p at x + at[p] and after.
#define PLACE(off) Get R2; I32WrapI64; I64Load $(off); Get R3; I64Add; Set R5; LOAD(R5, 0, V8); LOAD(R5, 16, V9)
#define STEPP(off) PLACE(off); ROW(R1, 0, V0, V1); ROW(R1, 4, V2, V3); ROW(R1, 8, V4, V5); ROW(R1, 12, V6, V7); ADD(R1, R13)

TEXT ·correlateTile(SB), NOSPLIT, $0-72
	ARG(mi+8(FP), R10)
	ARG(w+16(FP), R11)
	ARG(ldw+24(FP), R13)
	ARG(x+32(FP), R3)
	ARG(y+48(FP), R14)
	ARG(ldy+56(FP), R9)
	ARG(acc+64(FP), R12)
	Loop
		Get R11; Set R1
		ADDC(R11, 16)
		ARG(at+40(FP), R2)
		BEGIN
		I64Load k+0(FP); I64Const $1; I64ShrU; NONZERO(R7)
		If
			Loop
				STEPP(0); STEPP(8)
				ADDC(R2, 16)
			AGAIN(R7)
		End
		I64Load k+0(FP); I64Const $1; I64And; I64Eqz; I32Eqz
		If
			STEPP(0)
		End
		FINISH
		Get R8; Set R14
	AGAIN(R10)
	RET

// The next place's first pixel.
#define FROM(n, R) Get R11; I32WrapI64; I64Load $0; I64Load n; I64Add; Set R; ADDC(R11, 8)

// func placesTile4(rows, quads, mi int, x, at unsafe.Pointer, skip uintptr, b, to unsafe.Pointer, ldto uintptr, acc int)
// 4*mi rows of 8 columns: place p's is the sum over rows of 4*quads outputs of the pixel at x + at[p] and those after, the rows skip
// bytes apart, by B's next 8 columns.
TEXT ·placesTile4(SB), NOSPLIT, $0-80
	ARG(mi+16(FP), R10)
	ARG(at+32(FP), R11)
	ARG(skip+40(FP), R13)
	ARG(to+56(FP), R14)
	ARG(ldto+64(FP), R9)
	ARG(acc+72(FP), R12)
	I64Const $32; Set R6
	Loop
		FROM(x+24(FP), R1); FROM(x+24(FP), R2); FROM(x+24(FP), R3); FROM(x+24(FP), R4)
		ARG(b+48(FP), R5)
		BEGIN
		ARG(rows+0(FP), R15)
		Loop
			ARG(quads+8(FP), R7)
			Loop
				STEPN(0); STEPN(4); STEPN(8); STEPN(12)
				BUMPN(16)
			AGAIN(R7)
			ADD(R1, R13); ADD(R2, R13); ADD(R3, R13); ADD(R4, R13)
		AGAIN(R15)
		FINISH
		Get R8; Set R14
	AGAIN(R10)
	RET

// func placesTile5: the same for 5*mi rows.
TEXT ·placesTile5(SB), NOSPLIT, $0-80
	ARG(mi+16(FP), R10)
	ARG(at+32(FP), R11)
	ARG(skip+40(FP), R13)
	ARG(to+56(FP), R14)
	ARG(ldto+64(FP), R9)
	ARG(acc+72(FP), R12)
	I64Const $32; Set R6
	Loop
		FROM(x+24(FP), R1); FROM(x+24(FP), R2); FROM(x+24(FP), R3); FROM(x+24(FP), R4); FROM(x+24(FP), R15)
		ARG(b+48(FP), R5)
		BEGIN5
		ARG(rows+0(FP), R0)
		Loop
			ARG(quads+8(FP), R7)
			Loop
				STEP5(0); STEP5(4); STEP5(8); STEP5(12)
				BUMPN(16); ADDC(R15, 16)
			AGAIN(R7)
			ADD(R1, R13); ADD(R2, R13); ADD(R3, R13); ADD(R4, R13); ADD(R15, R13)
		AGAIN(R0)
		FINISH; OUT(V11, V12)
		Get R8; Set R14
	AGAIN(R10)
	RET
