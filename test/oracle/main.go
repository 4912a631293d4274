// Upstream's own answers: the audit policy loader and evaluator, and the request info factory, of the k8s.io/apiserver
// that go.mod pins. Reads one question a line on standard input and writes one answer a line.
//
//	{"policy": "...", "requests": [...]}   what the policy loads as, and what it makes of each request
//	{"targets": [{"method", "target"}]}    what the server reads from the method and the URL
//	{"durations": ["1h30m"]}               whether time.ParseDuration reads each of them
//
// With -bench it reads all policies first, then evaluates every request again and again for -seconds, and writes
// how many evaluations it made in one second.
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"os"
	"time"

	"k8s.io/klog/v2"
)

type question struct {
	Policy    *string   `json:"policy"`
	Requests  []request `json:"requests"`
	Targets   []target  `json:"targets"`
	Durations []string  `json:"durations"`
}

// klog holds the warning that the loader writes when it falls back to lenient decoding.
var warnings bytes.Buffer

func main() {
	isBench := flag.Bool("bench", false, "measure evaluations a second")
	seconds := flag.Float64("seconds", 3, "how long to measure")
	flag.Parse()
	captureWarnings()

	input := bufio.NewScanner(os.Stdin)
	input.Buffer(nil, 1<<28)
	output := bufio.NewWriter(os.Stdout)
	defer output.Flush()
	answers := json.NewEncoder(output)
	answers.SetEscapeHTML(false)

	var benchmark benchmark
	for input.Scan() {
		var q question
		check(json.Unmarshal(input.Bytes(), &q))
		switch {
		case *isBench:
			benchmark.add(q)
		case q.Policy != nil:
			check(answers.Encode(answerPolicy(*q.Policy, q.Requests)))
		case q.Durations != nil:
			check(answers.Encode(answerDurations(q.Durations)))
		default:
			check(answers.Encode(answerTargets(q.Targets)))
		}
		if input.Err() == nil && !*isBench {
			check(output.Flush())
		}
	}
	check(input.Err())
	if *isBench {
		fmt.Fprintf(output, "%.0f\n", benchmark.run(time.Duration(*seconds*float64(time.Second))))
	}
}

func answerDurations(durations []string) []bool {
	answers := []bool{}
	for _, duration := range durations {
		_, err := time.ParseDuration(duration)
		answers = append(answers, err == nil)
	}
	return answers
}

func captureWarnings() {
	flags := flag.NewFlagSet("klog", flag.ExitOnError)
	klog.InitFlags(flags)
	for name, value := range map[string]string{"logtostderr": "false", "skip_headers": "true", "one_output": "true", "stderrthreshold": "FATAL"} {
		check(flags.Set(name, value))
	}
	klog.SetOutput(&warnings)
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
