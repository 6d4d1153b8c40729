package lab

import (
	"runtime"
	"sync"
)

// share does n pieces of work on as many processors as there are. progress may be nil; its calls do not overlap.
func share(n int, do func(i int), progress func(done, of int)) {
	var mu sync.Mutex
	next, done := 0, 0
	var workers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), n) {
		workers.Go(func() {
			for {
				mu.Lock()
				i := next
				next++
				mu.Unlock()
				if i >= n {
					return
				}
				do(i)
				mu.Lock()
				if done++; progress != nil {
					progress(done, n)
				}
				mu.Unlock()
			}
		})
	}
	workers.Wait()
}
