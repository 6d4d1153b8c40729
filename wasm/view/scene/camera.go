package scene

import "math"

// Limits of the camera. It stays above the floor, so that floor and back walls are always behind the surface.
const (
	MinPitch, MaxPitch = 0.03, math.Pi/2 - 0.02
	MinDist, MaxDist   = 0.25, 2.5
)

// Camera looks at the middle of the box, or at the surface above a point of it. Dist is in units of the distance at which the whole box just fits the viewport.
type Camera struct {
	Yaw   float64 // of the eye, radians from the x axis towards the y axis
	Pitch float64 // of the eye, radians above the horizon
	Dist  float64

	X, Y float64 // where it looks, −1 … 1 from side to side
	On   float64 // how high: 0 the middle of the box, 1 the surface there
}

// Home shows x to the right and y into the depth.
var Home = Camera{Yaw: -2.12, Pitch: 0.74, Dist: 1}

// Clamp keeps the camera within its limits and its yaw within (−π, π].
func (c Camera) Clamp() Camera {
	c.Yaw = math.Remainder(c.Yaw, 2*math.Pi)
	c.Pitch = min(max(c.Pitch, MinPitch), MaxPitch)
	c.Dist = min(max(c.Dist, MinDist), MaxDist)
	c.X, c.Y, c.On = min(max(c.X, -1), 1), min(max(c.Y, -1), 1), min(max(c.On, 0), 1)
	return c
}

// Viewport is the picture's size in pixels and the room that labels need at its edges.
type Viewport struct {
	W, H                     float64
	Left, Right, Top, Bottom float64
}

// Projection maps the world to a viewport.
type Projection struct {
	Eye            V3
	right, up, fwd V3
	focal          float64 // pixels
	cx, cy         float64 // the viewing direction on the screen, pixels
	invNear, span  float64 // depth = (invNear − 1/z)/span
}

func look(c Camera, dist, focal, cx, cy float64) Projection {
	sy, cyaw := math.Sincos(c.Yaw)
	sp, cp := math.Sincos(c.Pitch)
	p := Projection{focal: focal, cx: cx, cy: cy}
	p.fwd = V3{-cp * cyaw, -cp * sy, -sp}
	p.right = V3{-sy, cyaw, 0}
	p.up = p.right.cross(p.fwd)
	p.Eye = p.fwd.mul(-dist)
	near, far := max(dist-reach, 0.05), dist+reach
	p.invNear, p.span = 1/near, 1/near-1/far
	return p
}

// reach is the radius of a ball round the origin that holds every box.
const reach = 1.75

// Project gives the screen position of q and its depth, 0 at the near end of the world and 1 at the far end.
// The depth is linear in 1/z, so that it stays exact when a triangle's corners are interpolated on the screen.
func (p *Projection) Project(q V3) (x, y, depth float64) {
	d := q.sub(p.Eye)
	z := max(d.dot(p.fwd), 1e-3)
	s := p.focal / z
	return p.cx + d.dot(p.right)*s, p.cy - d.dot(p.up)*s, (p.invNear - 1/z) / p.span
}

// Ray gives the direction in which the eye sees the screen position (x, y); its component along the view is 1.
func (p *Projection) Ray(x, y float64) V3 {
	return p.fwd.add(p.right.mul((x - p.cx) / p.focal)).add(p.up.mul((p.cy - y) / p.focal))
}

// Unproject is the inverse of Project.
func (p *Projection) Unproject(x, y, depth float64) V3 {
	z := 1 / (p.invNear - depth*p.span)
	return p.Eye.add(p.Ray(x, y).mul(z))
}

// fieldOfView is that of the shorter side of the viewport.
const fieldOfView = 30 * math.Pi / 180

// yaws is the number of directions in which fit looks at the box.
const yaws = 32

// Fit gives the projection of camera c on which, at Dist 1, the corners of b fit the viewport from every yaw: the picture neither
// breathes nor is cut while it is turned.
func Fit(c Camera, b Box, v Viewport) Projection {
	focal := min(v.W, v.H) / 2 / math.Tan(fieldOfView/2)
	w, h := max(v.W-v.Left-v.Right, 16), max(v.H-v.Top-v.Bottom, 16)
	corners := b.corners()
	dist, lo, hi := 6.0, 0.0, 0.0
	for range 8 {
		side := 0.0
		lo, hi = math.Inf(1), math.Inf(-1)
		for i := range yaws {
			p := look(Camera{Yaw: 2 * math.Pi * float64(i) / yaws, Pitch: c.Pitch}, dist, focal, 0, 0)
			for _, q := range corners {
				x, y, _ := p.Project(q)
				side, lo, hi = max(side, math.Abs(x)), min(lo, y), max(hi, y)
			}
		}
		// The picture shrinks a little faster than 1/dist, by its perspective: the damping keeps the iteration from swinging.
		dist = max(dist*(1+0.9*(max(2*side/w, (hi-lo)/h)-1)), reach+0.2)
	}
	return look(c, max(dist*c.Dist, reach*0.75), focal, v.Left+w/2, v.Top+h/2-(lo+hi)/2)
}

// aim moves a projection so that it looks at q as it has looked at the middle of the box.
func (p *Projection) aim(q V3) {
	if q == (V3{}) {
		return
	}
	p.Eye = p.Eye.add(q)
	away := math.Sqrt(q.dot(q))
	near, far := max(1/p.invNear-away, 0.05), 1/(p.invNear-p.span)+away
	p.invNear, p.span = 1/near, 1/near-1/far
}
