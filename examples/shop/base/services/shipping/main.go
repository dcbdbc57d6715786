// Shipping answers what it costs to ship a weight.
package main

import (
	"encoding/json"
	"log"
	"net/http"
	"strconv"

	"example.com/shop/shipping/quote"
)

func handle(w http.ResponseWriter, r *http.Request) {
	grams, err := strconv.Atoi(r.URL.Query().Get("grams"))
	if err != nil || grams <= 0 {
		http.Error(w, "grams must be a positive number", http.StatusBadRequest)
		return
	}
	json.NewEncoder(w).Encode(map[string]int{"cents": quote.Cents(grams)})
}

func main() {
	http.HandleFunc("/quote", handle)
	log.Fatal(http.ListenAndServe(":8005", nil))
}
