// Package quote knows the price list of the carrier.
package quote

const (
	small    = 490
	perKilo  = 150
	smallMax = 1000
)

// Cents returns the price of shipping a weight in grams; each kilogram begun above the first costs extra.
func Cents(grams int) int {
	if grams <= smallMax {
		return small
	}
	extra := (grams - smallMax + 999) / 1000
	return small + extra*perKilo
}
