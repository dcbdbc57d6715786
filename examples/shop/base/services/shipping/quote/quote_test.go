package quote

import "testing"

func TestSmallParcel(t *testing.T) {
	if got := Cents(380); got != 490 {
		t.Fatalf("Cents(380) = %d", got)
	}
}
