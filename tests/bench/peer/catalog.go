package main

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/binary"
	"errors"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/golang/protobuf/ptypes/timestamp"
	"github.com/jackc/pgtype"
	"github.com/jackc/pgx/v4"
	"github.com/jackc/pgx/v4/pgxpool"
	"golang.org/x/text/unicode/norm"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

const (
	selectProduct = `select p.id, p.version, p.created_at, p.updated_at, p.producer_id, p.criteria_set, p.name,
       p.description, p.story, p.packaging, p.gtin, p.place_code, p.province_code, p.status,
       c.id, c.star, c.decision_number, c.valid_from, c.valid_to, c.revoked_on
from products p left join certificates c on c.product_id = p.id
where p.id = $1`
	selectProducer = `select id from producers where id = $1`
	// The place with the units above it, the highest of which is the province.
	selectPlace = `with recursive above as (
    select code, parent_code from places where code = $1
    union all select places.code, places.parent_code from places join above on places.code = above.parent_code)
select code from above where parent_code is null`
	insertProduct = `insert into products (id, version, created_at, updated_at, producer_id, criteria_set, name,
    name_key, search_text, description, story, packaging, gtin, place_code, province_code, status)
values ($1, 1, $2, $2, $3, $4, $5, $6, $7, $8, $9, $10, nullif($11, ''), $12, $13, 'active')`
)

type catalog struct{ pool *pgxpool.Pool }

// The certificate's columns of a product that may have none.
type certificateRow struct {
	id                          pgtype.UUID
	star                        sql.NullInt32
	decision                    sql.NullString
	validFrom, validTo, revoked *time.Time
}

func (c *catalog) getProduct(ctx context.Context, request *GetProductRequest) (*GetProductResponse, error) {
	var key, id, producer pgtype.UUID
	if key.Set(request.Id) != nil {
		return nil, status.Error(codes.InvalidArgument, "id must be a UUID")
	}
	var version int64
	var created, updated time.Time
	var set int32
	var gtin sql.NullString
	var state string
	var held certificateRow
	product := new(Product)
	err := c.pool.QueryRow(ctx, selectProduct, key).Scan(&id, &version, &created, &updated, &producer, &set,
		&product.Name, &product.Description, &product.Story, &product.Packaging, &gtin, &product.PlaceCode,
		&product.ProvinceCode, &state, &held.id, &held.star, &held.decision, &held.validFrom, &held.validTo,
		&held.revoked)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, status.Error(codes.NotFound, "no such product")
	}
	if err != nil {
		return nil, internal(err)
	}
	product.Id = text(id)
	product.Etag = strconv.FormatInt(version, 10)
	product.CreateTime, product.UpdateTime = stamp(created), stamp(updated)
	product.ProducerId = text(producer)
	product.CriteriaSet = uint32(set)
	product.Gtin = gtin.String
	product.Status = statusActive
	if state != "active" {
		product.Status = statusActive + 1
	}
	if held.star.Valid {
		product.Certificate = held.message()
		product.Star = held.starOn(time.Now())
	}
	return &GetProductResponse{Product: product}, nil
}

func (c *catalog) registerProduct(ctx context.Context, request *RegisterProductRequest) (*RegisterProductResponse, error) {
	product := request.Product
	if product == nil || product.Name == "" || product.PlaceCode == "" {
		return nil, status.Error(codes.InvalidArgument, "name and place are required")
	}
	var producer pgtype.UUID
	if producer.Set(product.ProducerId) != nil {
		return nil, status.Error(codes.InvalidArgument, "producer_id must be a UUID")
	}
	now := time.Now().UTC().Truncate(time.Microsecond)
	id := newID(now)
	err := c.pool.AcquireFunc(ctx, func(connection *pgxpool.Conn) error {
		err := readAround(ctx, connection, producer, product)
		if err == nil {
			err = write(ctx, connection, id, now, producer, product)
		}
		if err != nil {
			_, _ = connection.Exec(ctx, "rollback")
		}
		return err
	})
	if _, refused := status.FromError(err); err != nil && refused {
		return nil, err
	}
	if err != nil {
		return nil, internal(err)
	}
	product.Id, product.Etag = text(id), "1"
	product.CreateTime, product.UpdateTime = stamp(now), stamp(now)
	product.Status, product.Star, product.Certificate = statusActive, 0, nil
	return &RegisterProductResponse{Product: product}, nil
}

// Begins, reads the producer and the place in one round trip, and notes the province.
func readAround(ctx context.Context, connection *pgxpool.Conn, producer pgtype.UUID, product *Product) error {
	batch := &pgx.Batch{}
	batch.Queue("begin")
	batch.Queue(selectProducer, producer)
	batch.Queue(selectPlace, product.PlaceCode)
	results := connection.SendBatch(ctx, batch)
	_, err := results.Exec()
	var found pgtype.UUID
	if err == nil {
		err = results.QueryRow().Scan(&found)
	}
	if err == nil {
		err = results.QueryRow().Scan(&product.ProvinceCode)
	}
	if closed := results.Close(); err == nil {
		err = closed
	}
	if errors.Is(err, pgx.ErrNoRows) {
		return status.Error(codes.FailedPrecondition, "no such producer or place")
	}
	return err
}

// Inserts the product and commits in one round trip.
func write(ctx context.Context, connection *pgxpool.Conn, id pgtype.UUID, now time.Time, producer pgtype.UUID, product *Product) error {
	lower := strings.ToLower(product.Name)
	batch := &pgx.Batch{}
	batch.Queue(insertProduct, id, now, producer, int32(product.CriteriaSet), product.Name, lower, folded(lower),
		product.Description, product.Story, product.Packaging, product.Gtin, product.PlaceCode, product.ProvinceCode)
	batch.Queue("commit")
	results := connection.SendBatch(ctx, batch)
	_, err := results.Exec()
	if err == nil {
		_, err = results.Exec()
	}
	if closed := results.Close(); err == nil {
		err = closed
	}
	return err
}

func (c *certificateRow) message() *ProductCertificate {
	return &ProductCertificate{
		Id:             text(c.id),
		Star:           uint32(c.star.Int32),
		DecisionNumber: c.decision.String,
		ValidFrom:      day(c.validFrom),
		ValidTo:        day(c.validTo),
		RevokedOn:      day(c.revoked),
	}
}

// Dates as texts of the form YYYY-MM-DD compare as the days do.
func (c *certificateRow) starOn(now time.Time) uint32 {
	today := day(&now)
	revoked := c.revoked != nil && day(c.revoked) <= today
	if revoked || today < day(c.validFrom) || day(c.validTo) < today {
		return 0
	}
	return uint32(c.star.Int32)
}

func day(of *time.Time) string {
	if of == nil {
		return ""
	}
	return of.Format("2006-01-02")
}

func stamp(at time.Time) *timestamp.Timestamp {
	return &timestamp.Timestamp{Seconds: at.Unix(), Nanos: int32(at.Nanosecond())}
}

func text(id pgtype.UUID) string {
	value, _ := id.Value()
	written, _ := value.(string)
	return written
}

// A UUID of version 7 (RFC 9562).
func newID(now time.Time) pgtype.UUID {
	id := pgtype.UUID{Status: pgtype.Present}
	_, _ = rand.Read(id.Bytes[6:])
	var millis [8]byte
	binary.BigEndian.PutUint64(millis[:], uint64(now.UnixNano()/int64(time.Millisecond)))
	copy(id.Bytes[:6], millis[2:])
	id.Bytes[6] = id.Bytes[6]&0x0f | 0x70
	id.Bytes[8] = id.Bytes[8]&0x3f | 0x80
	return id
}

// Lower-case text without marks, for the search.
func folded(lower string) string {
	bare := strings.Builder{}
	for _, letter := range norm.NFD.String(lower) {
		switch {
		case letter == 'đ':
			bare.WriteRune('d')
		case !unicode.Is(unicode.Mn, letter):
			bare.WriteRune(letter)
		}
	}
	return bare.String()
}

func internal(err error) error {
	return status.Error(codes.Internal, err.Error())
}
