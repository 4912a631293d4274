package main

import (
	"bufio"
	"fmt"
	"net/http"
	"strings"

	"k8s.io/apimachinery/pkg/util/sets"
	apirequest "k8s.io/apiserver/pkg/endpoints/request"
)

type target struct {
	Method string `json:"method"`
	Target string `json:"target"`
}

// Info is null when the server answers before it audits: a request line that HTTP refuses, or a path like /api/v1/watch.
type targetAnswer struct {
	RequestURI string `json:"requestURI"`
	Info       *info  `json:"info"`
}

type info struct {
	Verb            string `json:"verb"`
	ResourceRequest bool   `json:"resourceRequest"`
	APIGroup        string `json:"apiGroup"`
	APIVersion      string `json:"apiVersion"`
	Resource        string `json:"resource"`
	Subresource     string `json:"subresource"`
	Namespace       string `json:"namespace"`
	Name            string `json:"name"`
	Path            string `json:"path"`
}

// As kube-apiserver sets it up: pkg/server/config.go, NewRequestInfoResolver.
var factory = apirequest.RequestInfoFactory{
	APIPrefixes:          sets.NewString("api", "apis"),
	GrouplessAPIPrefixes: sets.NewString("api"),
}

func answerTargets(targets []target) []targetAnswer {
	answers := []targetAnswer{}
	for _, t := range targets {
		head := fmt.Sprintf("%s %s HTTP/1.1\r\nHost: server\r\n\r\n", t.Method, t.Target)
		request, err := http.ReadRequest(bufio.NewReader(strings.NewReader(head)))
		if err != nil {
			answers = append(answers, targetAnswer{})
			continue
		}
		found, err := factory.NewRequestInfo(request)
		if err != nil {
			answers = append(answers, targetAnswer{})
			continue
		}
		answers = append(answers, targetAnswer{RequestURI: request.URL.RequestURI(), Info: &info{
			Verb:            found.Verb,
			ResourceRequest: found.IsResourceRequest,
			APIGroup:        found.APIGroup,
			APIVersion:      found.APIVersion,
			Resource:        found.Resource,
			Subresource:     found.Subresource,
			Namespace:       found.Namespace,
			Name:            found.Name,
			Path:            found.Path,
		}})
	}
	return answers
}
