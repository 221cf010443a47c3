package main

import (
	"github.com/golang/protobuf/proto"
	"github.com/golang/protobuf/ptypes/timestamp"
)

// The messages of proto/ocop/catalog/v1/product.proto that the benchmark sends and receives. They are written by hand
// because the protoc-gen-go of Debian 12 refuses files with optional proto3 fields; the struct tags are what it would
// have generated, and the protobuf library encodes by them.

const statusActive = 1

type ProductCertificate struct {
	Id             string `protobuf:"bytes,1,opt,name=id,proto3"`
	Star           uint32 `protobuf:"varint,2,opt,name=star,proto3"`
	DecisionNumber string `protobuf:"bytes,3,opt,name=decision_number,proto3"`
	ValidFrom      string `protobuf:"bytes,4,opt,name=valid_from,proto3"`
	ValidTo        string `protobuf:"bytes,5,opt,name=valid_to,proto3"`
	RevokedOn      string `protobuf:"bytes,6,opt,name=revoked_on,proto3"`
}

type Product struct {
	Id           string               `protobuf:"bytes,1,opt,name=id,proto3"`
	Etag         string               `protobuf:"bytes,2,opt,name=etag,proto3"`
	CreateTime   *timestamp.Timestamp `protobuf:"bytes,3,opt,name=create_time,proto3"`
	UpdateTime   *timestamp.Timestamp `protobuf:"bytes,4,opt,name=update_time,proto3"`
	ProducerId   string               `protobuf:"bytes,5,opt,name=producer_id,proto3"`
	CriteriaSet  uint32               `protobuf:"varint,6,opt,name=criteria_set,proto3"`
	Name         string               `protobuf:"bytes,7,opt,name=name,proto3"`
	Description  string               `protobuf:"bytes,8,opt,name=description,proto3"`
	Story        string               `protobuf:"bytes,9,opt,name=story,proto3"`
	Packaging    string               `protobuf:"bytes,10,opt,name=packaging,proto3"`
	Gtin         string               `protobuf:"bytes,11,opt,name=gtin,proto3"`
	PlaceCode    string               `protobuf:"bytes,12,opt,name=place_code,proto3"`
	Status       int32                `protobuf:"varint,13,opt,name=status,proto3"`
	Star         uint32               `protobuf:"varint,14,opt,name=star,proto3"`
	Certificate  *ProductCertificate  `protobuf:"bytes,15,opt,name=certificate,proto3"`
	ProvinceCode string               `protobuf:"bytes,16,opt,name=province_code,proto3"`
}

type GetProductRequest struct {
	Id string `protobuf:"bytes,1,opt,name=id,proto3"`
}

type GetProductResponse struct {
	Product *Product `protobuf:"bytes,1,opt,name=product,proto3"`
}

type RegisterProductRequest struct {
	RequestId string   `protobuf:"bytes,1,opt,name=request_id,proto3"`
	Product   *Product `protobuf:"bytes,2,opt,name=product,proto3"`
}

type RegisterProductResponse struct {
	Product *Product `protobuf:"bytes,1,opt,name=product,proto3"`
}

func (m *ProductCertificate) Reset()      { *m = ProductCertificate{} }
func (m *Product) Reset()                 { *m = Product{} }
func (m *GetProductRequest) Reset()       { *m = GetProductRequest{} }
func (m *GetProductResponse) Reset()      { *m = GetProductResponse{} }
func (m *RegisterProductRequest) Reset()  { *m = RegisterProductRequest{} }
func (m *RegisterProductResponse) Reset() { *m = RegisterProductResponse{} }

func (m *ProductCertificate) String() string      { return proto.CompactTextString(m) }
func (m *Product) String() string                 { return proto.CompactTextString(m) }
func (m *GetProductRequest) String() string       { return proto.CompactTextString(m) }
func (m *GetProductResponse) String() string      { return proto.CompactTextString(m) }
func (m *RegisterProductRequest) String() string  { return proto.CompactTextString(m) }
func (m *RegisterProductResponse) String() string { return proto.CompactTextString(m) }

func (*ProductCertificate) ProtoMessage()      {}
func (*Product) ProtoMessage()                 {}
func (*GetProductRequest) ProtoMessage()       {}
func (*GetProductResponse) ProtoMessage()      {}
func (*RegisterProductRequest) ProtoMessage()  {}
func (*RegisterProductResponse) ProtoMessage() {}
