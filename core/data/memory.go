package data

import "fmt"

// MaxMemory is the most that the examples of a set may take, in bytes: what a page on a desktop computer can hold beside the file that
// they come from.
const MaxMemory = 768 << 20

// held is what this device can hold: MaxMemory, or less on a phone.
var held int64 = MaxMemory

// Hold says how many bytes the examples of a set may take on this device. A tab that takes more than a phone has is ended without a word.
func Hold(bytes int64) { held = min(max(bytes, 1<<20), MaxMemory) }

// Held is the most that the examples of a set may take on this device, in bytes.
func Held() int64 { return held }

// Memory is how many bytes n examples of d inputs and so many labels take as a Set.
func Memory(n, d, labels int) int64 { return 4 * int64(n) * (int64(d) + int64(labels)) }

// CheckMemory refuses n examples of d inputs and so many labels each that would take more than limit bytes, and says how many would not.
func CheckMemory(n, d, labels int, limit int64) error {
	most := limit / max(1, Memory(1, d, labels)) // n times that may be more than 64 bits hold
	if int64(n) <= most {
		return nil
	}
	need := 4 * float64(n) * (float64(d) + float64(labels))
	return fmt.Errorf("%d examples of %d numbers each take %s of memory; at most %s can be held, so take %d examples at most", n, d+labels, mebi(need), mebi(float64(limit)), most)
}

// Memory is how many bytes the training and the test set for parameters p take.
func (d *Dataset) Memory(p []float64) int64 {
	n, inputs, labels := d.Size(p)
	return Memory(n, inputs, labels)
}

// CheckMemory refuses parameters whose sets would take more than limit bytes; at names the field in the error.
func (d *Dataset) CheckMemory(p []float64, limit int64, at string) error {
	n, inputs, labels := d.Size(p)
	if err := CheckMemory(n, inputs, labels, limit); err != nil {
		return fmt.Errorf("%s: training and test set together, %w", at, err)
	}
	return nil
}

// Size is how many examples both sets have together, and how many inputs and labels each.
func (d *Dataset) Size(p []float64) (n, inputs, labels int) {
	inputs, labels = 1, 1
	for _, k := range d.Shape(p) {
		inputs *= k
	}
	if d.Group == "Sequences" {
		labels = inputs
	}
	if d == modularAddition {
		return int(p[0]) * int(p[0]), inputs, labels
	}
	return int(p[0]) + int(p[1]), inputs, labels
}

// mebi writes a size: 0.4 MiB, 768 MiB, 1.5 GiB.
func mebi(bytes float64) string {
	switch m := bytes / (1 << 20); {
	case m >= 1024:
		return fmt.Sprintf("%.1f GiB", m/1024)
	case m >= 10:
		return fmt.Sprintf("%.0f MiB", m)
	default:
		return fmt.Sprintf("%.2g MiB", m)
	}
}
