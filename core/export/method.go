package export

import (
	"fmt"
	"strconv"
	"strings"

	"saddlelab/core/lab"
	"saddlelab/core/optim"
	"saddlelab/core/param"
)

// number is a number as Python reads it.
func number(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }

// text is a string as Python reads it, in ASCII.
func text(s string) string { return strconv.QuoteToASCII(s) }

func truth(v float64) string {
	if v != 0 {
		return "True"
	}
	return "False"
}

// keywords writes parameters by name, in the order of ps, as name=value; those in but are left out.
func keywords(ps []param.Param, v param.Values, but ...string) string {
	var all []string
next:
	for _, p := range ps {
		for _, b := range but {
			if p.Name == b {
				continue next
			}
		}
		all = append(all, p.Name+"="+number(v[p.Name]))
	}
	return strings.Join(all, ", ")
}

// optimizer is the expression that makes a run's method from params, the problem and a stream of random numbers: torch.optim's own class
// where its step is the laboratory's, else one of the library.
func optimizer(r *lab.Run) (string, error) {
	v := r.Params
	n := func(name string) string { return number(v[name]) }
	lr, decay := "lr="+n("lr"), ", weight_decay="+n("weight_decay")
	betas := ", betas=(" + n("beta1") + ", " + n("beta2") + ")"
	steady := r.Schedule.ID == "constant" && len(r.Changes) == 0
	switch r.Optimizer {
	case "sgd":
		return "torch.optim.SGD(params, " + lr + decay + ")", nil
	case "momentum":
		if v["momentum"] == 0 && v["dampening"] != 0 { // which torch ignores then
			return "HeavyBall(params, " + lr + ", dampening=" + n("dampening") + decay + ")", nil
		}
		return "torch.optim.SGD(params, " + lr + ", momentum=" + n("momentum") + ", dampening=" + n("dampening") + decay + ")", nil
	case "nesterov":
		if v["momentum"] == 0 {
			return "torch.optim.SGD(params, " + lr + decay + ")", nil
		}
		return "torch.optim.SGD(params, " + lr + ", momentum=" + n("momentum") + ", nesterov=True" + decay + ")", nil
	case "nesterov-agd":
		return "NesterovAGD(params, " + lr + ")", nil
	case "sam":
		return "SAM(params, problem, " + lr + ", rho=" + n("rho") + ", momentum=" + n("momentum") + decay + ")", nil
	case "asgd":
		class := "ASGD"
		if !steady {
			class = "ScheduledASGD"
		}
		return class + "(params, " + lr + ", lambd=" + n("lambd") + ", alpha=" + n("alpha") + ", t0=" + n("t0") + decay + ")", nil
	case "adagrad":
		return "torch.optim.Adagrad(params, " + lr + ", lr_decay=" + n("lr_decay") + ", initial_accumulator_value=" + n("initial_accumulator_value") + ", eps=" + n("eps") + decay + ")", nil
	case "rmsprop":
		return "torch.optim.RMSprop(params, " + lr + ", alpha=" + n("alpha") + ", eps=" + n("eps") + ", momentum=" + n("momentum") + ", centered=" + truth(v["centered"]) + decay + ")", nil
	case "adam", "amsgrad":
		return "torch.optim.Adam(params, " + lr + betas + ", eps=" + n("eps") + decay + ", amsgrad=" + truth(float64(len(r.Optimizer)-len("adam"))) + ")", nil
	case "adamw":
		return "torch.optim.AdamW(params, " + lr + betas + ", eps=" + n("eps") + decay + ", amsgrad=" + truth(v["amsgrad"]) + ")", nil
	case "adadelta":
		return "torch.optim.Adadelta(params, " + lr + ", rho=" + n("rho") + ", eps=" + n("eps") + decay + ")", nil
	case "adamax":
		return "torch.optim.Adamax(params, " + lr + betas + ", eps=" + n("eps") + decay + ")", nil
	case "radam":
		return "torch.optim.RAdam(params, " + lr + betas + ", eps=" + n("eps") + decay + ")", nil
	case "nadam":
		return "NAdam(params, " + lr + betas + ", eps=" + n("eps") + decay + ", momentum_decay=" + n("momentum_decay") + ")", nil
	case "rprop":
		class := "torch.optim.Rprop"
		if !steady {
			class = "ScheduledRprop"
		}
		return class + "(params, " + lr + ", etas=(" + n("etaminus") + ", " + n("etaplus") + "), step_sizes=(" + n("step_min") + ", " + n("step_max") + "))", nil
	case "lion":
		return "Lion(params, " + lr + betas + decay + ")", nil
	case "lbfgs":
		search := "None"
		if v["strong_wolfe"] == 1 {
			search = `"strong_wolfe"`
		}
		return "LBFGS(params, problem, " + lr + ", max_iter=" + n("max_iter") + ", history_size=" + n("history_size") + ", line_search_fn=" + search +
			", tolerance_grad=" + n("tolerance_grad") + ", tolerance_change=" + n("tolerance_change") + ")", nil
	case "perturbed-sgd":
		return "PerturbedSGD(params, random, " + lr + ", noise=" + n("noise") + ", ball=" + truth(v["ball"]) + ")", nil
	}
	class, ok := classes[r.Optimizer]
	m, err := optim.ByID(r.Optimizer, "optimizer")
	if err != nil || !ok {
		return "", fmt.Errorf("%s cannot be exported as a script yet: its step has not been written in Python; export the Spec instead", r.Optimizer)
	}
	return class + keywords(m.Params, v) + ")", nil
}

// classes are the library's methods whose parameters are named as in the catalog.
var classes = map[string]string{
	"perturbed-gd": "PerturbedGD(params, random, ", "sgld": "SGLD(params, random, ",
	"adagrad-norm": "AdaGradNorm(params, ", "adgd": "AdGD(params, ", "unixgrad": "UniXGrad(params, ", "accelegrad": "AcceleGrad(params, ",
	"gd-backtracking": "Backtracking(params, problem, ",
	"adagrad-full":    "AdaGradFull(params, ", "shampoo": "Shampoo(params, ", "muon": "Muon(params, ",
	"newton": "Newton(params, problem, ", "saddle-free-newton": "SaddleFreeNewton(params, problem, ", "cubic-newton": "CubicNewton(params, problem, ",
	"trust-region": "TrustRegion(params, problem, ", "negative-curvature": "NegativeCurvature(params, problem, random, ",
}

// own tells whether a method has an average of its own.
func own(id string) bool {
	switch id {
	case "nesterov-agd", "asgd", "unixgrad", "accelegrad":
		return true
	}
	return false
}

// schedules and averages of the catalogs by what makes them in the library; constant and none need nothing.
var schedules = map[string]string{
	"power": "power_schedule", "staircase": "staircase_schedule", "cooldown": "cooldown_schedule", "cosine": "cosine_schedule",
	"warmup": "warmup_schedule", "one-cycle": "one_cycle_schedule",
}

func average(c lab.Choice) (string, error) {
	v := c.Params
	switch c.ID {
	case "polyak":
		return "lambda: Mean(lambda k: True)", nil
	case "tail":
		return "lambda: Mean(lambda k: k > " + number(v["steps"]-rounded(v["fraction"]*v["steps"])) + ")", nil
	case "swa":
		s := number(v["start"])
		return "lambda: Mean(lambda k: k >= " + s + " and (k - " + s + ") % " + number(v["every"]) + " == 0)", nil
	case "ema":
		return "lambda: EMA(" + number(v["beta"]) + ")", nil
	}
	return "", fmt.Errorf("the average %s cannot be exported as a script yet; export the Spec instead", c.ID)
}

// run writes a run as an entry of RUNS.
func run(name string, r *lab.Run, has map[string]bool) (string, error) {
	made, err := optimizer(r)
	if err != nil {
		return "", err
	}
	arguments := "params, problem"
	if has["random"] {
		arguments += ", random"
	}
	out := []string{`"name": ` + text(name), `"optimizer": lambda ` + arguments + ": " + made}
	if has["steps"] {
		out = append(out, `"lr": `+number(r.Params["lr"]))
	}
	if r.Schedule.ID != "constant" {
		s, err := optim.ScheduleByID(r.Schedule.ID, "schedule")
		f, ok := schedules[r.Schedule.ID]
		if err != nil || !ok {
			return "", fmt.Errorf("the schedule %s cannot be exported as a script yet; export the Spec instead", r.Schedule.ID)
		}
		out = append(out, `"schedule": lambda k: `+f+"(k, "+keywords(s.Params, r.Schedule.Params)+")")
	}
	if len(r.Changes) > 0 {
		var all []string
		for _, c := range r.Changes {
			all = append(all, "("+strconv.Itoa(c.Step)+", "+number(c.LR)+")")
		}
		out = append(out, `"changes": [`+strings.Join(all, ", ")+"]")
	}
	if r.Average.ID != "none" {
		a, err := average(r.Average)
		if err != nil {
			return "", err
		}
		out = append(out, `"average": `+a)
	}
	o := r.Options
	for _, name := range []string{"clip_value", "clip_norm", "decay", "ball"} {
		if o[name] != 0 {
			out = append(out, text(name)+": "+number(o[name]))
		}
	}
	if o["lo"] != 0 || o["hi"] != 0 {
		out = append(out, `"box": (`+number(o["lo"])+", "+number(o["hi"])+")")
	}
	return "    {\n        " + strings.Join(out, ",\n        ") + ",\n    },\n", nil
}

// features tells which lines of the library a Spec's script has.
func features(s *lab.Spec) map[string]bool {
	has := map[string]bool{"oracle": s.Oracle != nil}
	for i := range s.Runs {
		r := &s.Runs[i]
		has["options"] = has["options"] || len(r.Options) > 0
		has["average"] = has["average"] || r.Average.ID != "none" || own(r.Optimizer)
		has["schedule"] = has["schedule"] || r.Schedule.ID != "constant"
		has["changes"] = has["changes"] || len(r.Changes) > 0
		switch r.Optimizer {
		case "perturbed-sgd", "perturbed-gd", "sgld", "negative-curvature":
			has["random"] = true
		}
	}
	has["steps"] = has["schedule"] || has["changes"]
	return has
}
