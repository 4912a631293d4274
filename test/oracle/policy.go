package main

import (
	"strings"
	"time"

	"k8s.io/apiserver/pkg/apis/audit"
	auditinternal "k8s.io/apiserver/pkg/audit"
	"k8s.io/apiserver/pkg/audit/policy"
	"k8s.io/apiserver/pkg/authentication/user"
	"k8s.io/apiserver/pkg/authorization/authorizer"
	"k8s.io/klog/v2"
)

type request struct {
	User *struct {
		Name   string   `json:"name"`
		Groups []string `json:"groups"`
	} `json:"user"`
	Verb            string `json:"verb"`
	ResourceRequest bool   `json:"resourceRequest"`
	APIGroup        string `json:"apiGroup"`
	Resource        string `json:"resource"`
	Subresource     string `json:"subresource"`
	Namespace       string `json:"namespace"`
	Name            string `json:"name"`
	Path            string `json:"path"`
}

type decision struct {
	Level             audit.Level   `json:"level"`
	Rule              *int          `json:"rule"`
	OmitStages        []audit.Stage `json:"omitStages"`
	OmitManagedFields bool          `json:"omitManagedFields"`
}

type policyAnswer struct {
	Loaded    string     `json:"loaded"`
	Message   string     `json:"message"`
	Decisions []decision `json:"decisions"`
}

func answerPolicy(text string, requests []request) policyAnswer {
	warnings.Reset()
	loaded, err := policy.LoadPolicyFromBytes([]byte(text))
	if err != nil {
		return policyAnswer{Loaded: "refused", Message: err.Error(), Decisions: []decision{}}
	}
	klog.Flush()
	answer := policyAnswer{Loaded: "strict", Message: strings.TrimSuffix(warnings.String(), "\n"), Decisions: []decision{}}
	if answer.Message != "" {
		answer.Loaded = "lenient"
	}
	evaluators := evaluatorsOfRules(loaded)
	evaluator := policy.NewPolicyRuleEvaluator(loaded)
	for _, r := range requests {
		attributes := r.attributes()
		config := evaluator.EvaluatePolicyRule(attributes)
		answer.Decisions = append(answer.Decisions, decision{
			Level:             config.Level,
			Rule:              firstMatch(evaluators, attributes),
			OmitStages:        append([]audit.Stage{}, config.OmitStages...),
			OmitManagedFields: config.OmitManagedFields,
		})
	}
	return answer
}

// The evaluator does not tell which rule decided, so each rule is asked alone, at a level that shows that it matched.
func evaluatorsOfRules(p *audit.Policy) []auditinternal.PolicyRuleEvaluator {
	var evaluators []auditinternal.PolicyRuleEvaluator
	for _, rule := range p.Rules {
		rule.Level = audit.LevelMetadata
		evaluators = append(evaluators, policy.NewPolicyRuleEvaluator(&audit.Policy{Rules: []audit.PolicyRule{rule}}))
	}
	return evaluators
}

func firstMatch(evaluators []auditinternal.PolicyRuleEvaluator, attributes authorizer.Attributes) *int {
	for i, evaluator := range evaluators {
		if evaluator.EvaluatePolicyRule(attributes).Level != audit.LevelNone {
			number := i + 1
			return &number
		}
	}
	return nil
}

func (r request) attributes() authorizer.Attributes {
	record := authorizer.AttributesRecord{
		Verb:            r.Verb,
		ResourceRequest: r.ResourceRequest,
		APIGroup:        r.APIGroup,
		Resource:        r.Resource,
		Subresource:     r.Subresource,
		Namespace:       r.Namespace,
		Name:            r.Name,
		Path:            r.Path,
	}
	if r.User != nil {
		record.User = &user.DefaultInfo{Name: r.User.Name, Groups: r.User.Groups}
	}
	return record
}

type benchmark struct {
	pairs []pair
}

type pair struct {
	evaluator  auditinternal.PolicyRuleEvaluator
	attributes []authorizer.Attributes
}

func (b *benchmark) add(q question) {
	loaded, err := policy.LoadPolicyFromBytes([]byte(*q.Policy))
	check(err)
	p := pair{evaluator: policy.NewPolicyRuleEvaluator(loaded)}
	for _, r := range q.Requests {
		p.attributes = append(p.attributes, r.attributes())
	}
	b.pairs = append(b.pairs, p)
}

// Evaluations in one second, on one core.
func (b *benchmark) run(duration time.Duration) float64 {
	start := time.Now()
	count := 0
	for time.Since(start) < duration {
		for _, p := range b.pairs {
			for _, attributes := range p.attributes {
				p.evaluator.EvaluatePolicyRule(attributes)
			}
			count += len(p.attributes)
		}
	}
	return float64(count) / time.Since(start).Seconds()
}
